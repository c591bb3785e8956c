'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { ToneDot } from '@/components/ui/status'
import { useLiveState } from '@/lib/client/live'

/** Whether the list is kept current, or from when it is. */
export function LiveBadge() {
  const t = useTranslations('common')
  const format = useFormatter()
  const state = useLiveState()
  if (state.phase === 'lost') {
    const time = format.dateTime(state.since, { timeStyle: 'short' })
    return (
      <Box component="span" title={t('asOfHint')} sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
        <ToneDot tone="attention">{t('asOf', { time })}</ToneDot>
      </Box>
    )
  }
  const live = state.phase === 'live'
  return (
    <Box component="span" title={t('liveHint')} sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
      <ToneDot tone={live ? 'good' : 'none'}>{live ? t('live') : t('connecting')}</ToneDot>
    </Box>
  )
}
