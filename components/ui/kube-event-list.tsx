'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { UNAVAILABLE } from '@/lib/client/api-error'
import type { Query } from '@/lib/client/use-operation'
import type { ObjectEvent } from '@/lib/cluster/events'
import { EmptyState } from './empty-state'
import { ErrorNotice } from './error-notice'
import { RowSkeletons } from './skeletons'
import { ToneDot } from './status'
import { TimeAgo } from './time-ago'

const SKELETON_ROWS = 4

interface KubeEventListProps {
  query: Query<{ events: ObjectEvent[] }>
  /** Says of what is about a node that it is: for a list that is about something else. */
  marksNode?: boolean
}

/** What Kubernetes tells about an object, newest first; warnings stand out. What was told last stays when it fails. */
export function KubeEventList({ query, marksNode = false }: KubeEventListProps) {
  const t = useTranslations('cluster')
  const { data, error, reload } = query
  if (error === undefined && data === undefined) return <RowSkeletons rows={SKELETON_ROWS} />
  return (
    <>
      {error && (
        <Box sx={{ p: 4 }}>
          <ErrorNotice
            error={error}
            title={error.code === UNAVAILABLE ? t('events.unreachable') : t('events.failed')}
            onRetry={reload}
          />
        </Box>
      )}
      {data && <Events events={data.events} marksNode={marksNode} />}
    </>
  )
}

function Events({ events, marksNode }: { events: ObjectEvent[]; marksNode: boolean }) {
  const t = useTranslations('cluster')
  if (events.length === 0) return <EmptyState title={t('events.emptyTitle')} text={t('events.emptyText')} />
  return (
    <Box component="ul" aria-label={t('events.label')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {events.map((event) => (
        <EventRow key={event.uid} event={event} ofNode={marksNode && event.about.kind === 'Node'} />
      ))}
    </Box>
  )
}

/** Without the node, which is the one that the list is of: its machine name takes three lines. */
const componentOf = (source: string) => source.split(', ', 1)[0]

function EventRow({ event, ofNode }: { event: ObjectEvent; ofNode: boolean }) {
  const t = useTranslations('cluster')
  const { type, reason, message, count, lastSeen, source } = event
  const warning = type === 'Warning'
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr auto', md: '240px 1fr auto' },
        columnGap: 4,
        rowGap: 0.5,
        px: 4,
        py: 2.5,
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0 },
      }}
    >
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <ToneDot tone={warning ? 'attention' : 'none'}>
          <Box component="span" sx={{ fontWeight: 500, color: warning ? 'tone.attention' : undefined }}>
            {reason}
          </Box>
        </ToneDot>
        <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary', pl: 4 }}>
          {warning ? t('events.warning') : t('events.normal')}
          {ofNode && ` · ${t('events.ofNode')}`}
          {source !== '' && (
            <>
              {' · '}
              <span title={source}>{componentOf(source)}</span>
            </>
          )}
        </Box>
      </Box>
      <Box
        sx={{
          minWidth: 0,
          overflowWrap: 'anywhere',
          gridColumn: { xs: '1 / -1', md: 'auto' },
          order: { xs: 1, md: 0 },
        }}
      >
        {message}
      </Box>
      <Box sx={{ textAlign: 'right', whiteSpace: 'nowrap', fontSize: '0.8125rem', color: 'text.secondary' }}>
        <TimeAgo at={lastSeen} />
        {count > 1 && <Box>{t('events.times', { count })}</Box>}
      </Box>
    </Box>
  )
}
