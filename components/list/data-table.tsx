'use client'
import Checkbox from '@mui/material/Checkbox'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TableSortLabel from '@mui/material/TableSortLabel'
import { useTranslations } from 'next-intl'
import { toggled, type RowsProps } from './columns'
import { RowMenu } from './row-menu'
import { moveBetweenRows } from './row-keys'

interface Sort<S extends string> {
  sortBy: S | undefined
  order: 'asc' | 'desc'
  onToggle: (field: S) => void
}

interface DataTableProps<T, S extends string> extends RowsProps<T, S> {
  sort?: Sort<S>
  /** What the table lists. */
  label: string
}

const MENU_WIDTH = 56
/** Long names break anywhere; this keeps the others from being squeezed to a letter. */
const CELL_MIN_WIDTH = 96

/** A table of records. Arrow keys move between rows, Enter follows the row's link, `x` selects. */
export function DataTable<T, S extends string>(props: DataTableProps<T, S>) {
  const { columns, rows, rowKey, rowName, rowActions, selection, stale = false, label } = props
  const t = useTranslations('common')
  return (
    <TableContainer sx={{ opacity: stale ? 0.6 : 1 }}>
      <Table aria-label={label} aria-busy={stale}>
        <HeadRow {...props} />
        <TableBody onKeyDown={moveBetweenRows}>
          {rows.map((row) => {
            const key = rowKey(row)
            const selected = selection?.selected.has(key) ?? false
            return (
              <TableRow key={key} hover selected={selected} sx={{ '&:last-child > td': { borderBottom: 0 } }}>
                {selection && (
                  <TableCell padding="checkbox">
                    <Checkbox
                      size="small"
                      checked={selected}
                      disabled={selection.disabled?.(key) ?? false}
                      onChange={(_, on) => selection.onChange(toggled(selection.selected, [key], on))}
                      slotProps={{ input: { 'aria-label': t('selectRow', { name: rowName(row) }) } }}
                    />
                  </TableCell>
                )}
                {columns.map(({ id, cell, align }) => (
                  <TableCell key={id} align={align} sx={{ minWidth: CELL_MIN_WIDTH }}>
                    {cell(row)}
                  </TableCell>
                ))}
                {rowActions && (
                  <TableCell align="right" sx={{ py: 0 }}>
                    <RowMenu name={rowName(row)} actions={rowActions(row)} />
                  </TableCell>
                )}
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </TableContainer>
  )
}

function HeadRow<T, S extends string>({ columns, rows, rowKey, rowActions, selection, sort }: DataTableProps<T, S>) {
  const t = useTranslations('common')
  const keys = rows.map(rowKey).filter((key) => !selection?.disabled?.(key))
  const count = keys.filter((key) => selection?.selected.has(key)).length
  return (
    <TableHead>
      <TableRow>
        {selection && (
          <TableCell padding="checkbox">
            <Checkbox
              size="small"
              checked={count > 0 && count === keys.length}
              indeterminate={count > 0 && count < keys.length}
              disabled={keys.length === 0}
              onChange={(_, on) => selection.onChange(toggled(selection.selected, keys, on))}
              slotProps={{ input: { 'aria-label': t('selectAll') } }}
            />
          </TableCell>
        )}
        {columns.map(({ id, header, sortBy, align }) => {
          const sorted = sortBy !== undefined && sort?.sortBy === sortBy
          return (
            <TableCell key={id} align={align} sortDirection={sorted ? sort.order : false}>
              {sortBy !== undefined && sort ? (
                <TableSortLabel
                  active={sorted}
                  direction={sorted ? sort.order : 'asc'}
                  onClick={() => sort.onToggle(sortBy)}
                >
                  {header}
                </TableSortLabel>
              ) : (
                header
              )}
            </TableCell>
          )
        })}
        {rowActions && <TableCell component="td" sx={{ width: MENU_WIDTH }} />}
      </TableRow>
    </TableHead>
  )
}
