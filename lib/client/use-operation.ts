'use client'
import useSWR from 'swr'
import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'
import { callOperation } from './api'
import type { ApiError } from './api-error'
import { operationKey } from './dependencies'

export interface Query<T> {
  data: T | undefined
  error: ApiError | undefined
  /** Nothing to show yet. */
  loading: boolean
  /** What is shown answers the query before this one. */
  stale: boolean
  reload: () => void
}

interface Options {
  /** Shows the last answer until the next one has come: for lists that are paged and searched. */
  keepPrevious?: boolean
  /** For what no event tells of, such as that a server is out of reach: asked again this often. */
  refreshMs?: number
}

/** The data of a query, kept current by the events of `/api/events`. `content` null: not yet. */
export function useOperation<P extends OperationPath>(
  path: P,
  content: InputOf<P> | null,
  { keepPrevious = false, refreshMs = 0 }: Options = {},
): Query<OutputOf<P>> {
  const key = content === null ? null : operationKey(path, content)
  const { data, error, isLoading, mutate } = useSWR<OutputOf<P>, ApiError, typeof key>(
    key,
    ([, at, wanted]) => callOperation(at as P, wanted),
    { keepPreviousData: keepPrevious, refreshInterval: refreshMs },
  )
  return {
    data,
    error,
    loading: data === undefined && error === undefined,
    stale: isLoading && data !== undefined,
    reload: () => void mutate(),
  }
}
