'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorNotice } from '@/components/ui/error-notice'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { ToneDot } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { UsageNote } from '@/components/usage/usage-note'
import { USAGE_REFRESH_MS } from '@/components/usage/use-usage-amount'
import { UNAVAILABLE } from '@/lib/client/api-error'
import { useOperation } from '@/lib/client/use-operation'
import type { PodUsage } from '@/lib/cluster/usage'
import type { DeployPod } from '@/lib/deployments/live-schema'
import cluster from '@/lib/i18n/messages/en/cluster.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { PodContainers } from './pod-containers'
import { PodUsageLine } from './pod-usage-line'

interface DeployPodsProps {
  appName: string
  nodeName: string
}

/** The pods behind a deployment, as the cluster shows them at this moment, with what they use. */
export const DeployPods = withTexts({ cluster }, Pods)

function Pods({ appName, nodeName }: DeployPodsProps) {
  const t = useTranslations('deployments')
  const { data, error, reload } = useOperation('application/listDeployPod', { appName, nodeName })
  const place = data && data.pods.length > 0 ? { appName, nodeName } : null
  const usage = useOperation('application/listDeployUsage', place, { refreshMs: USAGE_REFRESH_MS }).data
  return (
    <Section title={t('pods.title')} flush>
      {error && (
        <Box sx={{ px: 4, pb: 4 }}>
          <ErrorNotice
            error={error}
            title={error.code === UNAVAILABLE ? t('pods.unreachable') : t('pods.failed')}
            onRetry={reload}
          />
        </Box>
      )}
      {!data && !error && <RowSkeletons rows={2} />}
      {data?.pods.length === 0 && <EmptyState title={t('pods.emptyTitle')} text={t('pods.emptyText')} />}
      {data && data.pods.length > 0 && (
        <Box component="ul" aria-label={t('pods.title')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {data.pods.map((pod) => (
            <PodRow key={pod.name} pod={pod} usage={usage?.pods.find(({ podName }) => podName === pod.name)} />
          ))}
        </Box>
      )}
      {usage && usage.obstacle !== '' && (
        <Box sx={{ px: 4, py: 3, borderTop: 1, borderColor: 'divider' }}>
          <UsageNote obstacle={usage.obstacle} measured={null} />
        </Box>
      )}
    </Section>
  )
}

const PHASE_TONE = {
  Pending: 'working',
  Running: 'good',
  Succeeded: 'good',
  Failed: 'bad',
  Unknown: 'attention',
} as const

const isPhase = (phase: string): phase is keyof typeof PHASE_TONE => Object.hasOwn(PHASE_TONE, phase)

function PodRow({ pod, usage }: { pod: DeployPod; usage: PodUsage | undefined }) {
  const t = useTranslations('deployments')
  const { name, phase, reason, message, podIp, leaving, createdAt, containers } = pod
  const known = isPhase(phase) ? phase : 'Unknown'
  const notReady = known === 'Running' && containers.some(({ ready }) => !ready)
  const tone = leaving ? 'none' : notReady ? 'attention' : PHASE_TONE[known]
  return (
    <Box component="li" sx={{ px: 4, py: 3, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 4, rowGap: 1 }}>
        <MachineName text={name} />
        <ToneDot tone={tone}>
          {leaving ? t('pods.leaving') : notReady ? t('pods.notReady') : t(`pods.phase.${known}`)}
        </ToneDot>
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
          {podIp !== '' && `${podIp} · `}
          <TimeAgo at={createdAt} />
        </Box>
      </Box>
      {reason !== '' && (
        <Box sx={{ mt: 1, color: 'tone.attention', overflowWrap: 'anywhere' }}>
          {message === '' ? reason : `${reason}: ${message}`}
        </Box>
      )}
      {usage && <PodUsageLine usage={usage} />}
      <PodContainers containers={containers} />
    </Box>
  )
}
