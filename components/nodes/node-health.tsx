'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { lazySection } from '@/components/ui/lazy-section'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { ToneDot } from '@/components/ui/status'
import { ExactTime } from '@/components/ui/time-ago'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { NodeConditionRecord, NodeState } from '@/lib/nodes/state-schema'
import { NodeResources } from './node-resources'

const NodeUsage = lazySection(async () => (await import('./node-usage')).NodeUsage, 2)

const SKELETON_ROWS = 4

/** Whether the node is well and if not why, and how much of it is spoken for; as the cluster says at this moment. */
export function NodeHealth({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const { data, error, loading, reload } = useOperation('node/describeNodeState', { name: node.name })
  if (loading) {
    return (
      <Section title={t('health.title')}>
        <RowSkeletons rows={SKELETON_ROWS} />
      </Section>
    )
  }
  const state = data?.state
  return (
    <>
      {error && (
        <Box sx={{ mb: 4 }}>
          <ErrorNotice error={error} title={t('health.unreachable')} onRetry={reload} />
        </Box>
      )}
      {state && (
        <>
          <Section title={t('health.title')}>
            <Verdict state={state} old={node.status === 'Offline'} />
            <Conditions conditions={state.conditions} />
          </Section>
          <NodeResources resources={state.resources} />
          <NodeUsage name={node.name} resources={state.resources} />
        </>
      )}
    </>
  )
}

/** A sentence for each thing that keeps the node from working as it should, or that there is none. */
function Verdict({ state, old }: { state: NodeState; old: boolean }) {
  const t = useTranslations('nodes')
  const wrong = state.conditions.filter(({ healthy }) => !healthy)
  const ready = wrong.find(({ type }) => type === 'Ready')
  const well = wrong.length === 0 && !state.unschedulable
  return (
    <Box sx={{ mb: 3, display: 'flex', flexDirection: 'column', gap: 1 }}>
      {well && <ToneDot tone="good">{t('health.well')}</ToneDot>}
      {ready && (
        <Typography sx={{ color: 'tone.bad', fontWeight: 500 }}>
          {ready.status === 'Unknown'
            ? t('health.silent')
            : t('health.notReady', { why: ready.message || ready.reason })}
        </Typography>
      )}
      {!ready && wrong.length > 0 && (
        <Typography sx={{ color: 'tone.attention', fontWeight: 500 }}>
          {t('health.pressed', { conditions: wrong.map(({ type }) => type).join(', ') })}
        </Typography>
      )}
      {state.unschedulable && <Typography sx={{ color: 'tone.attention' }}>{t('health.cordoned')}</Typography>}
      {old && <Typography sx={{ color: 'text.secondary' }}>{t('health.old')}</Typography>}
    </Box>
  )
}

function Conditions({ conditions }: { conditions: readonly NodeConditionRecord[] }) {
  const t = useTranslations('nodes')
  return (
    <Box component="ul" aria-label={t('health.conditions')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {conditions.map((condition) => (
        <Box component="li" key={condition.type} sx={rowSx}>
          <Box sx={{ fontWeight: 500 }}>
            <ToneDot tone={toneOf(condition)}>{condition.type}</ToneDot>
          </Box>
          <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <Box component="span">{t(`health.status.${condition.status}`)}</Box>
            {condition.reason !== '' && <Box component="span">{` · ${condition.reason}`}</Box>}
            {condition.message !== '' && (
              <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{condition.message}</Box>
            )}
          </Box>
          <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
            {condition.since !== null && t.rich('health.since', { time: () => <ExactTime at={condition.since} /> })}
          </Box>
        </Box>
      ))}
    </Box>
  )
}

/** What is not known is not bad in itself; that the node is not ready is. */
function toneOf({ healthy, type, status }: NodeConditionRecord) {
  if (healthy) return 'good'
  return type !== 'Ready' && status === 'Unknown' ? 'none' : 'bad'
}

const rowSx = {
  display: 'grid',
  gridTemplateColumns: { xs: '1fr', md: '200px 1fr auto' },
  columnGap: 4,
  py: 2,
  borderTop: 1,
  borderColor: 'divider',
  '&:first-of-type': { borderTop: 0 },
}
