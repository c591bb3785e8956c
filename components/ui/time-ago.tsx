'use client'
import Box from '@mui/material/Box'
import { useFormatter, useNow, useTranslations } from 'next-intl'

const UPDATE_MS = 20_000

/** A moment as "3 min ago", exact on hover; null is "never". */
export function TimeAgo({ at }: { at: string | null }) {
  const format = useFormatter()
  const t = useTranslations('common')
  const now = useNow({ updateInterval: UPDATE_MS })
  if (at === null) return <Box sx={{ color: 'text.secondary', display: 'inline' }}>{t('never')}</Box>
  const moment = new Date(at)
  // A clock that is ahead must not make the past the future.
  const latest = moment > now ? moment : now
  return (
    <time dateTime={at} title={format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'medium' })}>
      {format.relativeTime(moment, latest)}
    </time>
  )
}

/** A moment in full, and how long ago: for details. */
export function ExactTime({ at }: { at: string | null }) {
  const format = useFormatter()
  if (at === null) return <TimeAgo at={null} />
  return (
    <span>
      {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        (<TimeAgo at={at} />)
      </Box>
    </span>
  )
}
