'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { ActivityList } from '@/components/activity/activity-list'
import { Section } from '@/components/ui/section'
import { NODE_TONE } from '@/components/ui/status'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { onlineShare, stateSpans, type StateSpan } from './state-spans'

const RANGES = { day: 24 * 3600_000, week: 7 * 24 * 3600_000 } as const
type Range = keyof typeof RANGES
/** Most changes that are looked at; older ones are shown as not known. */
const MOST = 1000
const MINUTE_MS = 60_000

/** When the node was online and when not, and all that happened to it. */
export function NodeHistory({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  return (
    <>
      <StateBar node={node} />
      <Section title={t('history.title')}>
        <ActivityList filter={{ nodeName: node.name }} />
      </Section>
    </>
  )
}

function StateBar({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const format = useFormatter()
  const now = useNow({ updateInterval: MINUTE_MS }).getTime()
  const [range, setRange] = useState<Range>('week')
  const content = { kind: 'node', nodeName: node.name, pageNum: 1, pageSize: MOST } as const
  const { data } = useOperation('activity/listActivity', content, { keepPrevious: true })
  const spans = useMemo(() => stateSpans(data?.activities ?? [], now - RANGES[range], now), [data, now, range])
  const share = onlineShare(spans)
  const ranges = (Object.keys(RANGES) as Range[]).map((one) => (
    <Button
      key={one}
      variant={one === range ? 'contained' : 'outlined'}
      color={one === range ? 'primary' : 'inherit'}
      aria-pressed={one === range}
      onClick={() => setRange(one)}
    >
      {t(`history.${one}`)}
    </Button>
  ))
  return (
    <Section title={t('history.states')} actions={ranges}>
      <Box sx={{ mb: 2, color: 'text.secondary' }}>
        {share === undefined
          ? t('history.neverJoined')
          : t('history.share', { share: format.number(share, { style: 'percent', maximumFractionDigits: 1 }) })}
      </Box>
      <Bar spans={spans} fromMs={now - RANGES[range]} lengthMs={RANGES[range]} />
      <Box
        aria-hidden
        sx={{ display: 'flex', justifyContent: 'space-between', mt: 1, fontSize: '0.75rem', color: 'text.secondary' }}
      >
        <span>{format.dateTime(new Date(now - RANGES[range]), { dateStyle: 'medium', timeStyle: 'short' })}</span>
        <span>{t('history.now')}</span>
      </Box>
      <Legend spans={spans} />
    </Section>
  )
}

interface BarProps {
  spans: readonly StateSpan[]
  fromMs: number
  lengthMs: number
}

/** For those who cannot see it, the list below says the same. */
function Bar({ spans, fromMs, lengthMs }: BarProps) {
  const words = useSpanWords()
  return (
    <Box aria-hidden sx={{ position: 'relative', height: 28, borderRadius: 1, overflow: 'hidden', bgcolor: 'divider' }}>
      {spans.map((span) => (
        <Box
          key={span.fromMs}
          title={words(span)}
          style={{
            left: `${((span.fromMs - fromMs) / lengthMs) * 100}%`,
            width: `${((span.toMs - span.fromMs) / lengthMs) * 100}%`,
          }}
          sx={{
            position: 'absolute',
            top: 0,
            bottom: 0,
            // However short it was, an outage is seen.
            minWidth: span.status === 'Offline' ? 2 : 0,
            zIndex: span.status === 'Offline' ? 1 : 0,
            bgcolor: span.status === undefined ? 'transparent' : `tone.${NODE_TONE[span.status]}`,
          }}
        />
      ))}
    </Box>
  )
}

const MOST_LISTED = 8

/** The last of the times, in words. */
function Legend({ spans }: { spans: readonly StateSpan[] }) {
  const t = useTranslations('nodes')
  const words = useSpanWords()
  const listed = spans
    .filter(({ status }) => status !== undefined)
    .slice(-MOST_LISTED)
    .toReversed()
  return (
    <Box component="ul" aria-label={t('history.spans')} sx={{ listStyle: 'none', m: 0, mt: 3, p: 0 }}>
      {listed.map((span) => (
        <Box component="li" key={span.fromMs} sx={{ display: 'flex', alignItems: 'baseline', gap: 2, py: 0.5 }}>
          <Box
            aria-hidden
            sx={{
              width: 8,
              height: 8,
              flex: 'none',
              borderRadius: '50%',
              bgcolor: span.status && `tone.${NODE_TONE[span.status]}`,
            }}
          />
          <span>{words(span)}</span>
        </Box>
      ))}
    </Box>
  )
}

/** Such as "Offline from 3 Nov, 10:12 to 3 Nov, 10:40". */
function useSpanWords(): (span: StateSpan) => string {
  const t = useTranslations('nodes')
  const states = useTranslations('states')
  const format = useFormatter()
  return ({ status, fromMs, toMs }) => {
    const time = (ms: number) => format.dateTime(new Date(ms), { dateStyle: 'medium', timeStyle: 'short' })
    const state = status === undefined ? t('history.unknown') : states(`node.${status}`)
    return t('history.span', { state, from: time(fromMs), to: time(toMs) })
  }
}
