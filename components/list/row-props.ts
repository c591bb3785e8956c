import type { Column, RowsProps } from './columns'
import type { RowHandlers } from './use-rows'

/** What a row is drawn from, as part of a table or as a card. */
export interface RowProps<T, S extends string> {
  row: T
  id: string
  /** For assistive technology. */
  name: string
  columns: readonly Column<T, S>[]
  selectable: boolean
  selected: boolean
  disabled: boolean
  /** Undefined: the list has no menus; false: this row has none. */
  hasActions: boolean | undefined
  handlers: RowHandlers<T>
}

export function rowPropsOf<T, S extends string>(
  { columns, rowKey, rowName, rowActions, selection }: RowsProps<T, S>,
  row: T,
  handlers: RowHandlers<T>,
): RowProps<T, S> {
  const id = rowKey(row)
  return {
    row,
    id,
    name: rowName(row),
    columns,
    selectable: selection !== undefined,
    selected: selection?.selected.has(id) ?? false,
    disabled: selection?.disabled?.(id) ?? false,
    hasActions: rowActions && rowActions(row).length > 0,
    handlers,
  }
}
