'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorNotice } from '@/components/ui/error-notice'
import { RowSkeletons } from '@/components/ui/skeletons'
import type { ActivityKind } from '@/lib/activity/schema'
import { useOperation } from '@/lib/client/use-operation'
import { ActivityRow } from './activity-row'
import { groupActivities, type ActivityGroup } from './group-activities'

interface ActivityFilter {
  kind?: ActivityKind
  nodeName?: string
  appName?: string
  /** Of the application. */
  version?: string
  /** `<org>/<image>` */
  imageName?: string
}

interface ActivityListProps {
  filter?: ActivityFilter
  /** How many lines at first, and each time that more are asked for. */
  step?: number
}

/** Fetched at once: many may be drawn together into one line. */
const FETCHED = 100
const MOST_FETCHED = 1000
const DAY_MS = 24 * 3600_000

/** What happened, newest first, by day; stays current. */
export function ActivityList({ filter = {}, step = 15 }: ActivityListProps) {
  const t = useTranslations('activity')
  const [lines, setLines] = useState(step)
  const [fetched, setFetched] = useState(FETCHED)
  const { data, error, reload } = useOperation(
    'activity/listActivity',
    { ...filter, pageNum: 1, pageSize: fetched },
    { keepPrevious: true },
  )
  const groups = useMemo(() => groupActivities(data?.activities ?? []), [data])
  const failed = error && <ErrorNotice error={error} title={t('failed')} onRetry={reload} />
  if (!data) return failed ?? <RowSkeletons rows={Math.min(step, 6)} />
  if (groups.length === 0) return failed ?? <EmptyState title={t('emptyTitle')} text={t('emptyText')} />

  const hasMore = lines < groups.length || (data.activities.length < data.total && fetched < MOST_FETCHED)
  const showMore = () => {
    setLines(lines + step)
    if (lines + step > groups.length) setFetched(Math.min(MOST_FETCHED, fetched + FETCHED))
  }
  return (
    <Box aria-label={t('label')} role="group">
      {failed && <Box sx={{ mb: 3 }}>{failed}</Box>}
      <Days groups={groups.slice(0, lines)} />
      {hasMore && (
        <Button variant="outlined" onClick={showMore}>
          {t('more')}
        </Button>
      )}
    </Box>
  )
}

function Days({ groups }: { groups: ActivityGroup[] }) {
  const t = useTranslations('activity')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const dayOf = (at: Date) => format.dateTime(at, { dateStyle: 'long' })
  const today = dayOf(now)
  const yesterday = dayOf(new Date(now.getTime() - DAY_MS))
  const days = new Map<string, ActivityGroup[]>()
  for (const group of groups) {
    const day = dayOf(new Date(group.first.at))
    days.set(day, [...(days.get(day) ?? []), group])
  }
  const nameOf = (day: string) => (day === today ? t('today') : day === yesterday ? t('yesterday') : day)
  return [...days].map(([day, ofDay]) => (
    <Box key={day} component="section" aria-label={nameOf(day)}>
      <Typography
        component="h3"
        variant="caption"
        sx={{ display: 'block', color: 'text.secondary', mb: 2 }}
        title={day}
      >
        {nameOf(day)}
      </Typography>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, mb: 2 }}>
        {ofDay.map((group) => (
          <ActivityRow key={group.first.id} group={group} />
        ))}
      </Box>
    </Box>
  ))
}
