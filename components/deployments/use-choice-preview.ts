'use client'
import { useOperation } from '@/lib/client/use-operation'
import type { OutputOf } from '@/lib/protocol/operation-types'
import { MAX_NODES } from './deployment-constants'
import type { NodeChoice } from './node-choice'

type TargetCounts = OutputOf<'application/listDeployTarget'>['counts']

interface Preview {
  /** How many nodes are chosen. */
  count: number
  /** What deploying would do on them. */
  counts: TargetCounts
  /** What matches the filter and is not chosen, as it cannot take the version or has no room. */
  left: { unchanged: number; refused: number; short: number } | undefined
}

const ZERO: TargetCounts = { new: 0, update: 0, unchanged: 0, refused: 0, offline: 0, short: 0 }
const ONE = { pageNum: 1, pageSize: 1 } as const
const KEEP = { keepPrevious: true } as const

/** What deploying the version to the chosen nodes would do, as the server sees it now; undefined until known. */
export function useChoicePreview(appName: string, version: string, choice: NodeChoice): Preview | undefined {
  const { all, except, also } = choice
  const base = { ...ONE, appName, version }
  const matching = useTargets(all ? { ...base, ...all } : null)
  const fitting = useTargets(all ? { ...base, ...all, onlyFitting: true } : null)
  const left = useTargets(all && except.size > 0 ? { ...base, ...all, ...named(except), onlyFitting: true } : null)
  const added = useTargets(also.size > 0 ? { ...base, ...named(also) } : null)
  // More than one question may name: by hand nobody chooses so many.
  if (also.size > MAX_NODES || except.size > MAX_NODES) return undefined
  if ([matching, fitting, left, added].includes(undefined)) return undefined
  const sum = (name: keyof TargetCounts) =>
    (fitting?.counts[name] ?? 0) - (left?.counts[name] ?? 0) + (added?.counts[name] ?? 0)
  const counts = { ...ZERO }
  for (const name of Object.keys(ZERO) as (keyof TargetCounts)[]) counts[name] = sum(name)
  const count = (fitting?.total ?? 0) - (left?.total ?? 0) + (added?.total ?? 0)
  return { count, counts, left: matching ? matching.counts : undefined }
}

type Input = Parameters<typeof useOperation<'application/listDeployTarget'>>[1]

/** Null: nothing to be asked for; undefined: not yet known. */
function useTargets(input: Input) {
  const { data } = useOperation('application/listDeployTarget', input, KEEP)
  return input === null ? null : data
}

const named = (names: ReadonlySet<string>) => ({ nodeNames: [...names].slice(0, MAX_NODES) })
