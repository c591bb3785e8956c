'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { useLiveState } from '@/lib/client/live'
import { useDelayed } from '@/components/ui/use-delayed'

const SHOWN_AFTER_MS = 2500

/** A thin bar while changes do not arrive; not for a break that mends itself at once. */
export function ConnectionBar() {
  const t = useTranslations('shell')
  const format = useFormatter()
  const state = useLiveState()
  const shown = useDelayed(state.phase === 'lost', SHOWN_AFTER_MS)
  if (!shown || state.phase !== 'lost') return null
  return (
    <Box
      role="status"
      sx={{
        px: 6,
        py: 1,
        fontSize: '0.8125rem',
        color: 'tone.attention',
        borderBottom: 1,
        borderColor: 'tone.attention',
      }}
    >
      {t('connectionLost', { time: format.dateTime(state.since, { timeStyle: 'short' }) })}
    </Box>
  )
}
