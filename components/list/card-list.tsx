'use client'
import Box from '@mui/material/Box'
import { useRef } from 'react'
import type { RowsProps } from './columns'
import { CardRow } from './card-row'
import { rowPropsOf } from './row-props'
import { useRowFocus, useRowHandlers } from './use-rows'

/** The same rows as cards, for a phone. */
export function CardList<T, S extends string>(props: RowsProps<T, S> & { label: string }) {
  const { rows, rowKey, stale = false, label } = props
  const handlers = useRowHandlers(props)
  const list = useRef<HTMLUListElement>(null)
  const focus = useRowFocus(list)
  return (
    <Box
      component="ul"
      ref={list}
      aria-label={label}
      aria-busy={stale}
      {...focus}
      sx={{ listStyle: 'none', m: 0, p: 0, opacity: stale ? 0.6 : 1 }}
    >
      {rows.map((row) => (
        <CardRow key={rowKey(row)} {...rowPropsOf(props, row, handlers)} />
      ))}
    </Box>
  )
}
