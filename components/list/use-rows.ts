'use client'
import { useCallback, useLayoutEffect, useMemo, useRef, type FocusEvent, type RefObject } from 'react'
import { toggled, type RowsProps } from './columns'
import type { RowAction } from './row-menu'
import { arrangeTabStops, focusedRow, onRowKey } from './row-keys'

/** What rows call; the same functions for as long as the list is shown, so that unchanged rows are not drawn again. */
export interface RowHandlers<T> {
  select: (key: string, on: boolean) => void
  actionsOf: (row: T) => readonly RowAction[]
}

export function useRowHandlers<T, S extends string>(props: RowsProps<T, S>): RowHandlers<T> {
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  return useMemo(
    () => ({
      select: (key, on) => {
        const { selection } = latest.current
        selection?.onChange(toggled(selection.selected, [key], on))
      },
      actionsOf: (row) => latest.current.rowActions?.(row) ?? [],
    }),
    [],
  )
}

/** Handlers of the element around the rows, which make them one stop in the tab order. */
export function useRowFocus(container: RefObject<HTMLElement | null>) {
  const active = useRef<string>(undefined)
  useLayoutEffect(() => {
    if (container.current) arrangeTabStops(container.current, active.current)
  })
  const onFocus = useCallback((event: FocusEvent<HTMLElement>) => {
    active.current = focusedRow(event.currentTarget, event.target) ?? active.current
    arrangeTabStops(event.currentTarget, active.current)
  }, [])
  return { onFocus, onKeyDown: onRowKey }
}

/** Whether a row would be drawn as it is: answers are parsed anew each time, so equal rows are other objects. */
export function sameRow(before: unknown, now: unknown): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now)
}
