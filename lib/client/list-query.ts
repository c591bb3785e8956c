export const PAGE_SIZES = [10, 20, 50, 100] as const
const DEFAULT_SIZE = 20

/** What a list page can be asked for. `filters` gives each filter its values. */
export interface ListSpec {
  readonly sortable: readonly string[]
  readonly filters: Readonly<Record<string, readonly string[]>>
}

export type SortOf<L extends ListSpec> = L['sortable'][number]
export type FilterValues<L extends ListSpec> = { [F in keyof L['filters']]?: L['filters'][F][number] }

export interface ListQuery<L extends ListSpec = ListSpec> {
  page: number
  size: number
  search: string
  sortBy: SortOf<L> | undefined
  order: 'asc' | 'desc'
  filters: FilterValues<L>
}

/** Reads a list's query from the address; what is not known there is as if absent. */
export function parseListQuery<L extends ListSpec>(spec: L, params: URLSearchParams): ListQuery<L> {
  const page = Number(params.get('page'))
  const size = Number(params.get('size'))
  const known = (values: readonly string[], name: string) => values.find((value) => value === params.get(name))
  const filters = Object.entries(spec.filters).flatMap(([name, values]) => {
    const value = known(values, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    size: PAGE_SIZES.find((choice) => choice === size) ?? DEFAULT_SIZE,
    search: params.get('search') ?? '',
    sortBy: known(spec.sortable, 'sort'),
    order: params.get('order') === 'desc' ? 'desc' : 'asc',
    // Names and values were just taken from the spec, which is what the type says.
    filters: Object.fromEntries(filters) as FilterValues<L>,
  }
}

/** Writes the query into the address, defaults left out; parameters that are not the list's stay. */
export function writeListQuery<L extends ListSpec>(
  spec: L,
  query: ListQuery<L>,
  params: URLSearchParams,
): URLSearchParams {
  const next = new URLSearchParams(params)
  const put = (name: string, value: string, standard: string) =>
    value === standard ? next.delete(name) : next.set(name, value)
  put('page', String(query.page), '1')
  put('size', String(query.size), String(DEFAULT_SIZE))
  put('search', query.search, '')
  put('sort', query.sortBy ?? '', '')
  put('order', query.sortBy ? query.order : 'asc', 'asc')
  for (const name of Object.keys(spec.filters)) put(name, query.filters[name] ?? '', '')
  return next
}

/** The content of a list operation. */
export function toListInput<L extends ListSpec>(query: ListQuery<L>) {
  return {
    pageNum: query.page,
    pageSize: query.size,
    search: query.search === '' ? undefined : query.search,
    sortBy: query.sortBy,
    order: query.sortBy === undefined ? undefined : query.order,
    ...query.filters,
  }
}

export function isNarrowed(query: ListQuery): boolean {
  return query.search !== '' || Object.values(query.filters).some((value) => value !== undefined)
}
