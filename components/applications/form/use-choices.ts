'use client'
import { useState } from 'react'
import useSWR from 'swr'
import { operationKey } from '@/lib/client/dependencies'
import { toApiError, type ApiError } from '@/lib/client/api-error'
import type { OperationPath } from '@/lib/protocol/operation-types'

export interface Page {
  pageNum: number
  pageSize: number
  search: string | undefined
}

export interface ChoiceSource<T> {
  /** Whose records they are: the choices are read again when these change. */
  path: OperationPath
  /** What they are listed of, such as an org. */
  of: readonly string[]
  load: (page: Page) => Promise<{ total: number; items: T[] }>
}

interface Choices<T> {
  items: readonly T[]
  loading: boolean
  error: ApiError | undefined
  /** Reads further ones, where there are. */
  more: () => void
}

const FIRST = 100
/** PROTOCOL.md §5. */
const MAX_PAGE = 1000

/** The records that match what is typed: the first hundred, and twice as many each time more are asked for. */
export function useChoices<T>(source: ChoiceSource<T>, search: string): Choices<T> {
  const [limit, setLimit] = useState(FIRST)
  const { data, error, isLoading } = useSWR<{ total: number; items: T[] }, unknown>(
    operationKey(source.path, { of: source.of, search, limit }),
    () => loadUpTo(limit, search, source.load),
    { keepPreviousData: true },
  )
  return {
    items: data?.items ?? [],
    loading: isLoading,
    error: error === undefined ? undefined : toApiError(error),
    more: () => {
      if (!isLoading && data && data.items.length < data.total) setLimit(limit * 2)
    },
  }
}

/** Pages through until there are `limit` or all of them. */
export async function loadUpTo<T>(
  limit: number,
  search: string,
  load: ChoiceSource<T>['load'],
): Promise<{ total: number; items: T[] }> {
  const pageSize = Math.min(limit, MAX_PAGE)
  const items: T[] = []
  let total = 0
  for (let pageNum = 1; pageNum <= Math.ceil(limit / pageSize); pageNum += 1) {
    const page = await load({ pageNum, pageSize, search: search === '' ? undefined : search })
    total = page.total
    items.push(...page.items)
    if (page.items.length < pageSize) break
  }
  return { total, items }
}
