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
import { useId, useRef } from 'react'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { shownFrom, toggled, type RowsProps } from './columns'
import { DataRow } from './data-row'
import { useDensity } from './use-density'
import { rowPropsOf } from './row-props'
import { useRowFocus, useRowHandlers } from './use-rows'

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

/** Columns come and go by its width. */
const MEASURED = { containerType: 'inline-size' }
const LAST_ROW = { '& tbody tr:last-child > td': { borderBottom: 0 } }
const COMPACT = {
  '& tbody .MuiTableCell-root': { height: 34, py: 0, fontSize: '0.8125rem' },
  '& .MuiCheckbox-root': { p: 1 },
}
const FOCUSED = { '& tbody tr:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 } }

/** A table of records. Arrow keys move between rows, Enter follows the row's link, `x` selects. */
export function DataTable<T, S extends string>(props: DataTableProps<T, S>) {
  const { rows, rowKey, selection, stale = false, label } = props
  const t = useTranslations('common')
  const hint = useId()
  const [density] = useDensity()
  const handlers = useRowHandlers(props)
  const body = useRef<HTMLTableSectionElement>(null)
  const focus = useRowFocus(body)
  return (
    <TableContainer
      sx={{ opacity: stale ? 0.6 : 1, ...MEASURED, ...LAST_ROW, ...FOCUSED, ...(density === 'compact' && COMPACT) }}
    >
      <VisuallyHidden id={hint}>{selection ? t('rowKeysSelect') : t('rowKeys')}</VisuallyHidden>
      <Table aria-label={label} aria-describedby={hint} aria-busy={stale}>
        <HeadRow {...props} />
        <TableBody ref={body} {...focus}>
          {rows.map((row) => (
            <DataRow key={rowKey(row)} {...rowPropsOf(props, row, handlers)} />
          ))}
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
        {columns.map(({ id, header, sortBy, align, hiddenBelow }) => {
          const sorted = sortBy !== undefined && sort?.sortBy === sortBy
          return (
            <TableCell
              key={id}
              align={align}
              sx={shownFrom({ hiddenBelow })}
              sortDirection={sorted ? sort.order : false}
            >
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
