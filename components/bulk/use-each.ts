'use client'
import { useEffect, useRef, useState } from 'react'
import { useSWRConfig } from 'swr'
import type { ApiError } from '@/lib/client/api-error'
import { changeEach, type EachItem, type EachState } from '@/lib/client/change-each'
import { dependsOn, kindsOf } from '@/lib/client/dependencies'
import type { OperationPath } from '@/lib/protocol/operation-types'

/** Carries out one change on many records, and keeps how each of them stands. */
export function useEach<P extends OperationPath>(path: P) {
  const { mutate } = useSWRConfig()
  const [states, setStates] = useState<ReadonlyMap<string, EachState>>(new Map())
  const [busy, setBusy] = useState(false)
  const unanswered = useRef(new Map<string, string>())
  const ending = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    ending.current = controller
    return () => controller.abort()
  }, [])

  /** @returns the keys of those that are done */
  const run = async (items: readonly EachItem<P>[]): Promise<readonly string[]> => {
    if (!ending.current) return []
    const done: string[] = []
    setBusy(true)
    const note = (key: string, state: EachState) => {
      if (state === 'done') done.push(key)
      setStates((before) => new Map(before).set(key, state))
    }
    await changeEach(path, items, unanswered.current, note, ending.current.signal)
    setBusy(false)
    const kinds = new Set(kindsOf(path))
    void mutate((key) => dependsOn(key, kinds))
    return done
  }
  return { states, busy, run }
}

export const isRefused = (state: EachState | undefined): state is ApiError =>
  state !== undefined && typeof state !== 'string'
