'use client'
import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import type { LogLine } from '@/lib/client/log-lines'

/** In pixels; all lines have it, so that only those in sight need be drawn. */
export const LINE_HEIGHT = 20

interface LogRowsProps {
  lines: readonly LogLine[]
  first: number
  /** Lower-case; empty: nothing is marked. */
  search: string
  /** The line that the reader has come to among those found. */
  current: number | undefined
  timeOf: ((time: string) => string) | undefined
}

/** The lines in sight. */
export function LogRows({ lines, first, search, current, timeOf }: LogRowsProps) {
  return lines.map((line, i) => (
    <Box
      key={first + i}
      data-line={first + i}
      sx={{ height: LINE_HEIGHT, width: 'max-content', minWidth: '100%', px: 3 }}
      style={first + i === current ? currentStyle : undefined}
    >
      {timeOf && line.time !== '' && (
        <Box component="span" sx={{ color: 'text.secondary', mr: 3 }}>
          {timeOf(line.time)}
        </Box>
      )}
      {marked(line.text, search)}
    </Box>
  ))
}

const currentStyle = { outline: '1px solid currentColor', outlineOffset: '-1px' }

function marked(text: string, search: string): ReactNode {
  if (search === '') return text
  const lower = text.toLowerCase()
  const parts: ReactNode[] = []
  let from = 0
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + search.length)}</mark>)
    from = at + search.length
  }
  return parts.length === 0 ? text : [...parts, text.slice(from)]
}
