'use client'
import Box from '@mui/material/Box'
import { useFormatter } from 'next-intl'
import NextLink from 'next/link'
import type { ReactNode } from 'react'
import type { Tone } from '@/components/theme/tokens'
import { Section } from '@/components/ui/section'

interface StateCount {
  state: string
  label: string
  tone: Tone
  count: number
  href: string
  /** Stands in the legend also while there are none. */
  always?: boolean
}

interface StateCountsProps {
  title: string
  total: number
  /** What is counted, in the number that it has. */
  unit: string
  href: string
  states: readonly StateCount[]
  /** In place of bar and legend where there are none. */
  empty: ReactNode
}

/** How many there are, as a bar by state whose legend leads to each. */
export function StateCounts({ title, total, unit, href, states, empty }: StateCountsProps) {
  const format = useFormatter()
  return (
    <Section title={title}>
      {total === 0 ? (
        empty
      ) : (
        <>
          <Box component={NextLink} href={href} sx={TOTAL}>
            <Box component="span" sx={{ typography: 'h4', fontVariantNumeric: 'tabular-nums' }}>
              {format.number(total)}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', ml: 2 }}>
              {unit}
            </Box>
          </Box>
          <Bar states={states} />
          <Legend states={states} />
        </>
      )}
    </Section>
  )
}

const TOTAL = {
  display: 'inline-block',
  color: 'inherit',
  textDecoration: 'none',
  borderRadius: 1,
  '&:hover': { textDecoration: 'underline' },
} as const

/** The legend says the same in words. */
function Bar({ states }: { states: readonly StateCount[] }) {
  return (
    <Box aria-hidden sx={{ display: 'flex', gap: '2px', height: 10, my: 3, borderRadius: 1, overflow: 'hidden' }}>
      {states
        .filter(({ count }) => count > 0)
        .map(({ state, tone, count }) => (
          <Box
            key={state}
            style={{ flexGrow: count }}
            sx={{ flex: '0 0 6px', bgcolor: `tone.${tone}`, transition: 'flex-grow 160ms ease-out' }}
          />
        ))}
    </Box>
  )
}

function Legend({ states }: { states: readonly StateCount[] }) {
  const format = useFormatter()
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        mx: -2,
        mb: -2,
        p: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
      }}
    >
      {states
        .filter(({ count, always }) => count > 0 || always)
        .map(({ state, label, tone, count, href }) => (
          <li key={state}>
            <Box component={NextLink} href={href} prefetch={false} sx={ENTRY}>
              <Box aria-hidden sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: `tone.${tone}` }} />
              <Box component="span" sx={{ flex: 1, color: count === 0 ? 'text.secondary' : undefined }}>
                {label}
              </Box>
              <Box component="span" sx={{ fontWeight: 500, fontVariantNumeric: 'tabular-nums' }}>
                {format.number(count)}
              </Box>
            </Box>
          </li>
        ))}
    </Box>
  )
}

const ENTRY = {
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  px: 2,
  py: 1.5,
  borderRadius: 1,
  color: 'inherit',
  textDecoration: 'none',
  '&:hover': { bgcolor: 'action.hover' },
} as const
