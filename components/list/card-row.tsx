'use client'
import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import { useTranslations } from 'next-intl'
import { Fragment, memo } from 'react'
import { samePropsButEqualRow } from './data-row'
import { ROW_ATTRIBUTE } from './row-keys'
import { ActionsMenu } from './row-menu'
import type { RowProps } from './row-props'

function Row<T, S extends string>(props: RowProps<T, S>) {
  const { row, id, name, columns, selectable, selected, hasActions = false, handlers } = props
  const t = useTranslations('common')
  const at = (index: number) => columns[index]?.card ?? (index === 0 ? 'title' : 'fact')
  const placed = (place: string) => columns.filter(({ isNone }, index) => at(index) === place && isNone?.(row) !== true)
  return (
    <Box
      component="li"
      {...{ [ROW_ATTRIBUTE]: id }}
      sx={{
        p: 3,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { borderBottom: 0 },
        '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
        bgcolor: selected ? 'action.selected' : undefined,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 34, py: 1 }}>
        {selectable && (
          <Checkbox
            size="small"
            checked={selected}
            disabled={props.disabled}
            onChange={(_, on) => handlers.select(id, on)}
            slotProps={{ input: { 'aria-label': t('selectRow', { name }) } }}
            sx={{ ml: -2 }}
          />
        )}
        <Box sx={{ flex: 1, minWidth: 0, fontWeight: 500 }}>
          {placed('title').map(({ id: column, cell }) => (
            <Fragment key={column}>{cell(row)}</Fragment>
          ))}
        </Box>
        {placed('beside').map(({ id: column, cell }) => (
          <Box key={column}>{cell(row)}</Box>
        ))}
        {hasActions && <ActionsMenu name={name} actionsOf={() => handlers.actionsOf(row)} />}
      </Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3 }}>
        {placed('fact').map(({ id: column, header, cell }) => (
          <Box key={column} sx={{ display: 'contents', fontSize: '0.8125rem' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {header}
            </Box>
            <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
              {cell(row)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  )
}

/** A row as a card, drawn again only when something of it changed. */
export const CardRow = memo(Row, samePropsButEqualRow) as typeof Row
