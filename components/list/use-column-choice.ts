'use client'
import { usePathname } from 'next/navigation'
import { useMemo } from 'react'
import { useStored } from '@/lib/client/use-stored'
import type { Column } from './columns'

export interface ColumnChoice {
  id: string
  header: string
  shown: boolean
  /** Always shown. */
  required: boolean
}

interface ColumnChoices<T, S extends string> {
  /** Those to show, in their order. */
  columns: readonly Column<T, S>[]
  choices: readonly ColumnChoice[]
  /** Shows a hidden column, hides a shown one. */
  toggle: (id: string) => void
  /** Back to what is shown by default. */
  reset: () => void
  /** Whether anything is other than by default. */
  changed: boolean
}

/** Which of a list's columns are shown, as this browser remembers it for the page, or for the list of that name on it. */
export function useColumnChoice<T, S extends string>(
  columns: readonly Column<T, S>[],
  name?: string,
): ColumnChoices<T, S> {
  const place = usePathname()
  const [stored, store] = useStored(`list-columns:${name === undefined ? place : `${place} ${name}`}`)
  return useMemo(() => {
    const chosen = parseChosen(stored)
    const choices = columns.map(({ id, header, required = false, hiddenByDefault = false }, index) => {
      const always = required || index === 0
      return { id, header, required: always, shown: always || (chosen[id] ?? !hiddenByDefault) }
    })
    return {
      columns: columns.filter((_, index) => choices[index]?.shown),
      choices,
      changed: columns.some(({ id, hiddenByDefault = false }) => (chosen[id] ?? !hiddenByDefault) === hiddenByDefault),
      toggle: (id) => {
        const choice = choices.find((one) => one.id === id)
        if (choice && !choice.required) store(JSON.stringify({ ...chosen, [id]: !choice.shown }))
      },
      reset: () => store('{}'),
    }
  }, [columns, stored, store])
}

/** Column ids with whether they were chosen to be shown. */
function parseChosen(stored: string | null): Readonly<Record<string, boolean>> {
  if (stored === null) return {}
  try {
    const value: unknown = JSON.parse(stored)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    )
  } catch {
    // Not ours, or from another version: as if nothing had been chosen.
    return {}
  }
}
