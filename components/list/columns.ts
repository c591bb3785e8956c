import type { ReactNode } from 'react'
import type { RowAction } from './row-menu'

export interface Column<T, S extends string = string> {
  id: string
  header: string
  cell: (row: T) => ReactNode
  /** The field that the server orders by. */
  sortBy?: S
  align?: 'left' | 'right'
  /** Stays on one line: addresses, versions, sizes, times. */
  nowrap?: boolean
  /** For sentences, which are squeezed to a word a line otherwise; in pixels. */
  minWidth?: number
  /** Cannot be hidden; the first column never can. */
  required?: boolean
  /** Shown only to those who choose it, for facts that few look at. */
  hiddenByDefault?: boolean
  /** Left out while the table is narrower than so many pixels: a table never scrolls sideways for a fact that can wait. */
  hiddenBelow?: number
  /**
   * Where it stands on a phone's card: the title (the first column unless told), beside it, as a labelled fact
   * (all others unless told), or nowhere.
   */
  card?: 'title' | 'beside' | 'fact' | 'none'
  /** Whether it has nothing to say of a row: a card leaves it out. */
  isNone?: (row: T) => boolean
}

/** For the table's cells; the table's container is the one that is measured. */
export function shownFrom({ hiddenBelow }: Pick<Column<never>, 'hiddenBelow'>) {
  return hiddenBelow === undefined ? {} : { [`@container (max-width: ${hiddenBelow - 0.02}px)`]: { display: 'none' } }
}

export interface RowsProps<T, S extends string = string> {
  columns: readonly Column<T, S>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  /** For assistive technology: which row a menu or a check box belongs to. */
  rowName: (row: T) => string
  rowActions?: (row: T) => readonly RowAction[]
  selection?: Selection
  /** Old rows while the next page is on its way. */
  stale?: boolean
}

/** Keys of the selected rows, across pages. */
export interface Selection {
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
  /** Rows that cannot be selected. */
  disabled?: (key: string) => boolean
}

/** What can be done with all selected rows at once. */
interface BulkAction {
  label: string
  onSelect: (keys: readonly string[]) => void
  /** Takes something away. */
  destructive?: boolean
  disabled?: boolean
}

/** The bar that comes up while rows are selected. */
export interface Bulk {
  actions: readonly BulkAction[]
  /** The keys of all rows that match the list's query, on whatever page: offered as "select all N". */
  allMatching?: () => Promise<readonly string[]>
  /** How many may be selected at most, where there is a limit. */
  max?: number
}

export function toggled(selected: ReadonlySet<string>, keys: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(selected)
  for (const key of keys) {
    if (on) next.add(key)
    else next.delete(key)
  }
  return next
}
