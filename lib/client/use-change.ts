'use client'
import { useCallback, useRef, useState } from 'react'
import { useSWRConfig } from 'swr'
import { v4 as newMessageId } from 'uuid'
import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'
import { callOperation } from './api'
import { toApiError, type ApiError } from './api-error'
import { dependsOn, isQuery, kindsOf } from './dependencies'
import { expectedOf } from './expected'

/** What a change came to: its data, or why not. */
type Outcome<T> = { ok: true; data: T } | { ok: false; error: ApiError }

export interface Change<P extends OperationPath> {
  run: (content: InputOf<P>) => Promise<Outcome<OutputOf<P>>>
  busy: boolean
  error: ApiError | undefined
  /** Forgets the error, for a form that opens again. */
  reset: () => void
}

/**
 * Sends a change. One that got no answer keeps its message id, so that trying it again cannot do it twice. What it is
 * expected to alter is shown at once; queries that depend on what changed are fetched again, done or refused.
 */
export function useChange<P extends OperationPath>(path: P): Change<P> {
  const { mutate } = useSWRConfig()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError>()
  const unanswered = useRef<{ content: string; msgId: string }>(undefined)

  const run = useCallback(
    async (content: InputOf<P>): Promise<Outcome<OutputOf<P>>> => {
      const text = JSON.stringify(content)
      const msgId = unanswered.current?.content === text ? unanswered.current.msgId : newMessageId()
      unanswered.current = { content: text, msgId }
      setBusy(true)
      setError(undefined)
      for (const { query, alter } of expectedOf(path, content)) {
        const altered = (answer: unknown) => (answer === undefined ? undefined : alter(answer))
        void mutate((key) => isQuery(key, query), altered, { revalidate: false })
      }
      try {
        const data = await callOperation(path, content, { msgId })
        unanswered.current = undefined
        return { ok: true, data }
      } catch (thrown) {
        const failure = toApiError(thrown)
        if (!failure.outcomeUnknown) unanswered.current = undefined
        setError(failure)
        return { ok: false, error: failure }
      } finally {
        setBusy(false)
        const kinds = new Set(kindsOf(path))
        void mutate((key) => dependsOn(key, kinds))
      }
    },
    [path, mutate],
  )
  const reset = useCallback(() => setError(undefined), [])
  return { run, busy, error, reset }
}
