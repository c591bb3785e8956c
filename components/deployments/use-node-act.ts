'use client'
import { useRef, useState } from 'react'
import { useSWRConfig } from 'swr'
import { toApiError } from '@/lib/client/api-error'
import { dependsOn } from '@/lib/client/dependencies'
import { actOnNodes, type ActOutcome, type NodeAct, type Place } from './act-on-nodes'

const DEPLOYMENT = new Set(['deployment'] as const)

/** What is being done on nodes: how far it is, and what it came to. */
export function useNodeAct(act: NodeAct) {
  const { mutate } = useSWRConfig()
  const [progress, setProgress] = useState<{ asked: number; count: number }>()
  const [outcome, setOutcome] = useState<ActOutcome>()
  const unanswered = useRef(new Map<string, string>())
  /** @param find which places; for many this asks the server first */
  const run = async (find: () => Promise<readonly Place[]>): Promise<ActOutcome> => {
    setOutcome(undefined)
    setProgress({ asked: 0, count: 0 })
    const result = await attempt(act, find, unanswered.current, setProgress)
    setProgress(undefined)
    setOutcome(result)
    void mutate((key) => dependsOn(key, DEPLOYMENT))
    return result
  }
  return { run, progress, outcome, busy: progress !== undefined }
}

async function attempt(
  act: NodeAct,
  find: () => Promise<readonly Place[]>,
  unanswered: Map<string, string>,
  setProgress: (progress: { asked: number; count: number }) => void,
): Promise<ActOutcome> {
  try {
    const places = await find()
    const count = places.length
    setProgress({ asked: 0, count })
    return await actOnNodes(act, places, unanswered, (asked) => setProgress({ asked, count }))
  } catch (thrown) {
    return { done: [], refused: [], error: toApiError(thrown) }
  }
}
