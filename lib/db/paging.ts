import type { Provider } from './db'

export interface Page {
  readonly pageNum: number
  readonly pageSize: number
}

export interface Listed<T> {
  readonly total: number
  readonly items: T[]
}

/** One page and the count of all that match. A page past the end is empty (PROTOCOL.md §5) and is not asked for. */
export async function readPage<T>(
  { pageNum, pageSize }: Page,
  count: () => Promise<number>,
  find: (range: { skip: number; take: number }) => Promise<T[]>,
): Promise<Listed<T>> {
  const total = await count()
  const skip = (pageNum - 1) * pageSize
  return { total, items: skip < total ? await find({ skip, take: pageSize }) : [] }
}

/** The order of a list: newest first unless asked otherwise, and stable where the field has equals. */
export function orderBy<F extends string>(sortBy: F | undefined, order: 'asc' | 'desc' | undefined) {
  const direction = order ?? (sortBy === undefined || sortBy === 'id' ? 'desc' : 'asc')
  if (sortBy === undefined) return [{ id: direction }]
  return [{ [sortBy]: direction }, { id: direction }]
}

/**
 * `contains`, without regard to case: SQLite's LIKE does that by itself, PostgreSQL must be asked to. What LIKE takes
 * for a wildcard stands for itself (for SQLite see sqlite-adapter.ts).
 */
export function contains(provider: Provider, text: string): { contains: string } {
  return inAnyCase(provider, { contains: literally(text) })
}

/** `startsWith`, in the same way. */
export function startsWith(provider: Provider, text: string): { startsWith: string } {
  return inAnyCase(provider, { startsWith: literally(text) })
}

const literally = (text: string) => text.replace(/[\\%_]/g, String.raw`\$&`)

function inAnyCase<F extends object>(provider: Provider, filter: F): F {
  const insensitive = { ...filter, mode: 'insensitive' }
  return provider === 'postgresql' ? insensitive : filter
}
