'use client'
import { useMemo, useState } from 'react'
import type { Selection } from '@/components/list/columns'

/** How many can be acted on at once. */
export const MOST_SELECTED = 200

/**
 * The rows that are selected, across pages. A row that is on the page is as it is now, others are as they were when
 * they were last seen.
 */
export function useRowSelection<T>(shown: readonly T[] | undefined, keyOf: (row: T) => string) {
  const [kept, setKept] = useState<ReadonlyMap<string, T>>(new Map())
  const rows = useMemo(() => {
    const now = new Map(shown?.map((row) => [keyOf(row), row]))
    return new Map([...kept].map(([key, row]) => [key, now.get(key) ?? row]))
  }, [kept, shown, keyOf])
  const selection: Selection = {
    selected: useMemo(() => new Set(rows.keys()), [rows]),
    onChange: (keys) => {
      const known = new Map([...rows, ...(shown ?? []).map((row) => [keyOf(row), row] as const)])
      setKept(new Map([...keys].flatMap((key) => entryOf(known, key))))
    },
  }
  return {
    rows: [...rows.values()],
    selection,
    /** Takes these out, as they are done. */
    drop: (keys: readonly string[]) => setKept(new Map([...rows].filter(([key]) => !keys.includes(key)))),
  }
}

function entryOf<T>(known: ReadonlyMap<string, T>, key: string): [string, T][] {
  const row = known.get(key)
  return row === undefined ? [] : [[key, row]]
}
