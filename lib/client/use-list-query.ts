'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import {
  isNarrowed,
  parseListQuery,
  writeListQuery,
  type FilterValues,
  type ListQuery,
  type ListSpec,
  type SortOf,
} from './list-query'

// Methods, not properties: a list view takes the control of any list.
export interface ListControl<L extends ListSpec = ListSpec> {
  query: ListQuery<L>
  narrowed: boolean
  /** Any change but of the page goes back to page 1. `replace` makes no step in the history: for typing. */
  update(this: void, patch: Partial<ListQuery<L>>, options?: { replace?: boolean }): void
  setFilters(this: void, values: FilterValues<L>): void
  toggleSort(this: void, field: SortOf<L>): void
  /** Drops search and filters. */
  clear(this: void): void
}

/** A list's query, kept in the address. `spec` must be a constant. */
export function useListQuery<L extends ListSpec>(spec: L): ListControl<L> {
  const params = useSearchParams()
  const text = params.toString()
  const query = useMemo(() => parseListQuery(spec, new URLSearchParams(text)), [spec, text])

  const update = useCallback<ListControl<L>['update']>(
    (patch, { replace = false } = {}) => {
      const next = { ...query, page: 1, ...patch }
      const written = writeListQuery(spec, next, new URLSearchParams(text)).toString()
      const url = window.location.pathname + (written && `?${written}`)
      // The page is the same, only its data differ: no round trip for the route.
      if (replace) window.history.replaceState(null, '', url)
      else window.history.pushState(null, '', url)
    },
    [spec, query, text],
  )
  return useMemo(
    () => ({
      query,
      narrowed: isNarrowed(query),
      update,
      setFilters: (values) => update({ filters: { ...query.filters, ...values } }),
      toggleSort: (field) =>
        update({ sortBy: field, order: query.sortBy === field && query.order === 'asc' ? 'desc' : 'asc' }),
      clear: () => update({ search: '', filters: {} }),
    }),
    [query, update],
  )
}
