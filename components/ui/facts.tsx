'use client'
import Box from '@mui/material/Box'
import { Fragment, type ReactNode } from 'react'

export interface Fact {
  label: string
  /** Undefined or empty: shown as a dash. */
  value: ReactNode
}

interface FactsProps {
  facts: readonly Fact[]
  /** Leaves out what has no value. */
  onlyKnown?: boolean
}

/** Facts of a record in two columns. */
export function Facts({ facts, onlyKnown = false }: FactsProps) {
  const shown = onlyKnown ? facts.filter((fact) => !isNone(fact)) : facts
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(120px, max-content) 1fr', lg: 'repeat(2, max-content 1fr)' },
        columnGap: 6,
        rowGap: { xs: 0, sm: 2 },
        alignItems: 'baseline',
      }}
    >
      {shown.map(({ label, value }) => (
        <Fragment key={label}>
          <Box
            component="dt"
            sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: { xs: 2, sm: 0 }, '&:first-of-type': { mt: 0 } }}
          >
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, minWidth: 0, minHeight: 24, overflowWrap: 'anywhere' }}>
            {isNone({ value }) ? '–' : value}
          </Box>
        </Fragment>
      ))}
    </Box>
  )
}

const isNone = ({ value }: Pick<Fact, 'value'>) => value === undefined || value === ''
