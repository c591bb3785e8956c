'use client'
import { useState } from 'react'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Place } from './act-on-nodes'
import { findDeployments, type DeploymentFilter } from './find-places'

const keyOf = ({ id }: DeploymentRecord) => String(id)
const placeOf = ({ appName, nodeName }: Place) => JSON.stringify([appName, nodeName])
const NONE: ReadonlyMap<string, DeploymentRecord> = new Map()

/** Which deployments are selected, on whatever page; of each what was last seen of it. */
export function useDeploymentSelection(rows: readonly DeploymentRecord[] = [], filter: DeploymentFilter) {
  const [known, setKnown] = useState(NONE)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const onPage = new Map(rows.map((row) => [keyOf(row), row]))
  const chosen = [...selected].flatMap((key) => onPage.get(key) ?? known.get(key) ?? [])
  const onChange = (next: ReadonlySet<string>) => {
    setKnown((before) => new Map([...before, ...onPage]))
    setSelected(next)
  }
  const allMatching = async () => {
    const found = (await findDeployments(filter)).filter(({ status }) => status !== 'Deleting')
    setKnown((before) => new Map([...before, ...found.map((row) => [keyOf(row), row] as const)]))
    return found.map(keyOf)
  }
  const disabled = (key: string) => onPage.get(key)?.status === 'Deleting'
  /** What something was done to is let go; what was refused stays selected. */
  const release = (done: readonly Place[]) => {
    const gone = new Set(done.map(placeOf))
    setSelected(new Set(chosen.filter((row) => !gone.has(placeOf(row))).map(keyOf)))
  }
  return { selection: { selected, onChange, disabled }, chosen, release, allMatching }
}
