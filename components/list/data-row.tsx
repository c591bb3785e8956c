'use client'
import Checkbox from '@mui/material/Checkbox'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { shownFrom } from './columns'
import { ROW_ATTRIBUTE } from './row-keys'
import { ActionsMenu } from './row-menu'
import type { RowProps } from './row-props'
import { sameRow } from './use-rows'

/** Long names break anywhere; this keeps the others from being squeezed to a letter. */
const CELL_MIN_WIDTH = 96
/** The first names the record. */
const NAME_MIN_WIDTH = 180

function Row<T, S extends string>(props: RowProps<T, S>) {
  const { row, id, name, columns, selectable, selected, hasActions, handlers } = props
  const t = useTranslations('common')
  return (
    <TableRow {...{ [ROW_ATTRIBUTE]: id }} hover selected={selected}>
      {selectable && (
        <TableCell padding="checkbox">
          <Checkbox
            size="small"
            checked={selected}
            disabled={props.disabled}
            onChange={(_, on) => handlers.select(id, on)}
            slotProps={{ input: { 'aria-label': t('selectRow', { name }) } }}
          />
        </TableCell>
      )}
      {columns.map(({ id: column, cell, align, nowrap = false, minWidth, hiddenBelow }, index) => (
        <TableCell
          key={column}
          align={align}
          sx={{
            ...(nowrap
              ? { whiteSpace: 'nowrap' }
              : { minWidth: minWidth ?? (index === 0 ? NAME_MIN_WIDTH : CELL_MIN_WIDTH) }),
            ...shownFrom({ hiddenBelow }),
          }}
        >
          {cell(row)}
        </TableCell>
      ))}
      {hasActions !== undefined && (
        <TableCell align="right" sx={{ py: 0 }}>
          {hasActions && <ActionsMenu name={name} actionsOf={() => handlers.actionsOf(row)} />}
        </TableCell>
      )}
    </TableRow>
  )
}

/** A row of a table, drawn again only when something of it changed. */
export const DataRow = memo(Row, samePropsButEqualRow) as typeof Row

/** For `memo` of rows. */
export function samePropsButEqualRow<P extends { row: unknown }>(before: P, now: P): boolean {
  const { row: rowBefore, ...restBefore } = before
  const { row: rowNow, ...restNow } = now
  const names = Object.keys({ ...restBefore, ...restNow }) as (keyof typeof restNow)[]
  return names.every((name) => Object.is(restBefore[name], restNow[name])) && sameRow(rowBefore, rowNow)
}
