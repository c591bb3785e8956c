'use client'
import Box from '@mui/material/Box'
import { Fragment, type ReactNode } from 'react'

export interface Fact {
  label: string
  /** Undefined or empty: shown as a dash. */
  value: ReactNode
}

/** Facts of a record in two columns. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(120px, max-content) 1fr', lg: 'repeat(2, max-content 1fr)' },
        columnGap: 6,
        rowGap: { xs: 0, sm: 2 },
        alignItems: 'center',
      }}
    >
      {facts.map(({ label, value }) => (
        <Fragment key={label}>
          <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: { xs: 2, sm: 0 } }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, minWidth: 0, minHeight: 24, overflowWrap: 'anywhere' }}>
            {value === undefined || value === '' ? '–' : value}
          </Box>
        </Fragment>
      ))}
    </Box>
  )
}
