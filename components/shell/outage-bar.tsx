'use client'
import Box from '@mui/material/Box'
import { useState } from 'react'
import { ErrorIcon } from '@/components/ui/icons'
import { useOutages } from './use-outages'

/**
 * What cannot be reached and what is therefore not possible now; goes by itself. It is there from the start, so that
 * what it says is read out, and it opens and closes rather than let the page jump.
 */
export function OutageBar() {
  const outages = useOutages()
  const [last, setLast] = useState(outages)
  const shown = outages.length > 0
  const key = (of: typeof outages) => of.map(({ text }) => text).join()
  // What it said stays in it while it closes.
  if (shown && key(last) !== key(outages)) setLast(outages)
  return (
    <Box
      role="status"
      sx={{
        flex: 'none',
        display: 'grid',
        gridTemplateRows: shown ? '1fr' : '0fr',
        transition: 'grid-template-rows 200ms',
        position: 'sticky',
        top: 52,
        zIndex: 'appBar',
      }}
    >
      <Box
        aria-hidden={!shown}
        sx={{
          minHeight: 0,
          overflow: 'hidden',
          visibility: shown ? 'visible' : 'hidden',
          transition: 'visibility 200ms',
        }}
      >
        {last.map(({ id, tone, text }) => (
          <Box key={id} sx={{ ...LINE, bgcolor: `tint.${tone}`, borderColor: `tone.${tone}` }}>
            <ErrorIcon fontSize="small" sx={{ color: `tone.${tone}` }} />
            <span>{text}</span>
          </Box>
        ))}
      </Box>
    </Box>
  )
}

const LINE = {
  display: 'flex',
  gap: 2,
  px: { xs: 4, md: 6 },
  py: 1.5,
  fontSize: '0.8125rem',
  color: 'text.primary',
  borderBottom: 1,
} as const
