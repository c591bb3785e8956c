import type { KeyboardEvent } from 'react'
import { isTyping } from '@/lib/client/key-scope'

/** Marks an element as a row of a list; its value is the row's key. */
export const ROW_ATTRIBUTE = 'data-row'

const FOCUSABLE = 'a[href], button, input, select, textarea'
/** Keeps the tab index that an element of a row had before it was taken out of the order. */
const KEPT = 'data-tab-index'

const rowsOf = (container: HTMLElement) => [...container.querySelectorAll<HTMLElement>(`[${ROW_ATTRIBUTE}]`)]

/** The row of this list that holds an element; menus of a row are elsewhere in the page, and no part of it. */
function rowOf(container: HTMLElement, target: EventTarget): HTMLElement | undefined {
  if (!(target instanceof HTMLElement) || !container.contains(target)) return undefined
  return target.closest<HTMLElement>(`[${ROW_ATTRIBUTE}]`) ?? undefined
}

/**
 * Makes the list one stop in the tab order: the active row and what is in it. Arrow keys lead to the others.
 * @param activeKey the row that had the focus last; the first where there is no such row
 */
export function arrangeTabStops(container: HTMLElement, activeKey: string | undefined): void {
  const rows = rowsOf(container)
  const active = rows.find((row) => row.getAttribute(ROW_ATTRIBUTE) === activeKey) ?? rows[0]
  for (const row of rows) {
    row.tabIndex = row === active ? 0 : -1
    for (const element of row.querySelectorAll<HTMLElement>(FOCUSABLE)) arrange(element, row === active)
  }
}

function arrange(element: HTMLElement, reachable: boolean): void {
  const kept = element.getAttribute(KEPT)
  if (reachable && kept !== null) {
    element.removeAttribute(KEPT)
    if (kept === '') element.removeAttribute('tabindex')
    else element.setAttribute('tabindex', kept)
  } else if (!reachable && kept === null) {
    element.setAttribute(KEPT, element.getAttribute('tabindex') ?? '')
    element.tabIndex = -1
  }
}

/** The key of the row that the focus went to. */
export function focusedRow(container: HTMLElement, target: EventTarget): string | undefined {
  return rowOf(container, target)?.getAttribute(ROW_ATTRIBUTE) ?? undefined
}

/** Arrow keys, Home and End between the rows, Enter opens the row's link, `x` its check box. */
export function onRowKey(event: KeyboardEvent<HTMLElement>): void {
  const container = event.currentTarget
  const row = rowOf(container, event.target)
  if (!row || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const target = clickedBy(event.key, row, event.target === row)
  if (target) {
    event.preventDefault()
    target.click()
    return
  }
  const next = neighbour(event.key, rowsOf(container), row)
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** What a key clicks: Enter and the space bar only while the row itself has the focus, not a button in it. */
function clickedBy(key: string, row: HTMLElement, onRow: boolean): HTMLElement | null {
  if (key === 'Enter' && onRow) return row.querySelector<HTMLElement>('a[href]')
  if (key === 'x' || (key === ' ' && onRow)) return row.querySelector<HTMLElement>('input[type="checkbox"]')
  return null
}

function neighbour(key: string, rows: readonly HTMLElement[], row: HTMLElement): HTMLElement | undefined {
  if (key === 'ArrowDown') return rows[rows.indexOf(row) + 1]
  if (key === 'ArrowUp') return rows[rows.indexOf(row) - 1]
  if (key === 'Home') return rows[0]
  return key === 'End' ? rows.at(-1) : undefined
}
