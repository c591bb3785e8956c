'use client'
import { useMemo, useState } from 'react'
import type { Selection } from '@/components/list/columns'

/** How many can be acted on at once, where each is a change of its own. */
export const MOST_SELECTED = 200

interface Options<T> {
  /** All rows that match the list's query, whatever page they are on. */
  findMatching?: () => Promise<readonly T[]>
  /** Rows that nothing can be done with. */
  disabled?: (row: T) => boolean
}

/**
 * The rows that are selected, across pages. A row that is on the page is as it is now, others are as they were when
 * they were last seen.
 * @param keyOf must stay the same function
 */
export function useRowSelection<T>(
  shown: readonly T[] | undefined,
  keyOf: (row: T) => string,
  { findMatching, disabled }: Options<T> = {},
) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [seen, setSeen] = useState<ReadonlyMap<string, T>>(new Map())
  const onPage = useMemo(() => new Map(shown?.map((row) => [keyOf(row), row])), [shown, keyOf])
  const remember = (more: ReadonlyMap<string, T>) => setSeen((before) => new Map([...before, ...more]))
  const select = (keys: ReadonlySet<string>) => {
    remember(onPage)
    setSelected(keys)
  }
  const isDisabled = (key: string) => {
    const row = onPage.get(key)
    return row !== undefined && disabled !== undefined && disabled(row)
  }
  const selection: Selection = disabled
    ? { selected, onChange: select, disabled: isDisabled }
    : { selected, onChange: select }
  return {
    rows: [...selected].flatMap((key) => onPage.get(key) ?? seen.get(key) ?? []),
    selection,
    /** Takes these out, as they are done. */
    drop: (keys: readonly string[]) => {
      const done = new Set(keys)
      setSelected(new Set([...selected].filter((key) => !done.has(key))))
    },
    /** The keys of all that match, for the list to select. */
    allMatching: async () => {
      const found = new Map((await findMatching?.())?.map((row) => [keyOf(row), row]))
      remember(found)
      return [...found].flatMap(([key, row]) => (disabled?.(row) ? [] : [key]))
    },
  }
}
