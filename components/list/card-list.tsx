'use client'
import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { toggled, type RowsProps } from './columns'
import { RowMenu } from './row-menu'
import { moveBetweenRows } from './row-keys'

/** The same rows as cards, for a phone. */
export function CardList<T, S extends string>(props: RowsProps<T, S> & { label: string }) {
  const { columns, rows, rowKey, rowName, rowActions, selection, stale = false, label } = props
  const t = useTranslations('common')
  const at = (index: number) => columns[index]?.card ?? (index === 0 ? 'title' : 'fact')
  const placed = (place: string) => columns.filter((_, index) => at(index) === place)
  return (
    <Box
      component="ul"
      aria-label={label}
      aria-busy={stale}
      onKeyDown={moveBetweenRows}
      sx={{ listStyle: 'none', m: 0, p: 0, opacity: stale ? 0.6 : 1 }}
    >
      {rows.map((row) => {
        const key = rowKey(row)
        return (
          <Box
            component="li"
            key={key}
            sx={{ p: 3, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}
          >
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 34 }}>
              {selection && (
                <Checkbox
                  size="small"
                  checked={selection.selected.has(key)}
                  disabled={selection.disabled?.(key) ?? false}
                  onChange={(_, on) => selection.onChange(toggled(selection.selected, [key], on))}
                  slotProps={{ input: { 'aria-label': t('selectRow', { name: rowName(row) }) } }}
                />
              )}
              <Box sx={{ flex: 1, minWidth: 0, fontWeight: 500 }}>
                {placed('title').map(({ id, cell }) => (
                  <Fragment key={id}>{cell(row)}</Fragment>
                ))}
              </Box>
              {placed('beside').map(({ id, cell }) => (
                <Box key={id}>{cell(row)}</Box>
              ))}
              {rowActions && <RowMenu name={rowName(row)} actions={rowActions(row)} />}
            </Box>
            <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3 }}>
              {placed('fact').map(({ id, header, cell }) => (
                <Box key={id} sx={{ display: 'contents', fontSize: '0.8125rem' }}>
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
      })}
    </Box>
  )
}
