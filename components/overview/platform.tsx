'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { lazyPart } from '@/components/ui/lazy-part'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { ToneDot } from '@/components/ui/status'
import { useOperation } from '@/lib/client/use-operation'
import type { Overview, Platform as PlatformState } from '@/lib/overview/schema'
import { PLATFORM_ID } from './problem-line'
import { useDuration } from './use-duration'

const ClusterFindings = lazyPart(async () => (await import('./cluster-findings')).ClusterFindings)

/** No event tells that a server is out of reach. */
const REFRESH_MS = 15_000

/** What the console stands on: whether it can be reached, and in which versions. */
export function Platform({ kubelets }: { kubelets: Overview['kubelets'] | undefined }) {
  const t = useTranslations('overview')
  const { data, error, reload } = useOperation('overview/describePlatform', {}, { refreshMs: REFRESH_MS })
  return (
    <Box id={PLATFORM_ID} sx={{ scrollMarginTop: 64 }}>
      <Section title={t('platform')}>
        {error && <ErrorNotice error={error} title={t('platformFailed')} onRetry={reload} />}
        {!data && !error && <RowSkeletons rows={3} />}
        {data && (
          <Box component="dl" sx={{ m: 0, display: 'grid', gap: 3, mt: error ? 4 : 0 }}>
            <Part label={t('kubernetes')} part={data.kubernetes}>
              {data.kubernetes.version}
            </Part>
            {hasFindings(data.kubernetes) && <ClusterFindings kubernetes={data.kubernetes} />}
            <Part label={t('registry')} part={data.registry}>
              <MachineName text={data.registry.host} />
            </Part>
            {kubelets && kubelets.length > 0 && <Kubelets kubelets={kubelets} />}
          </Box>
        )}
      </Section>
    </Box>
  )
}

function hasFindings({ unsupported, missingRights, missingFeatures }: PlatformState['kubernetes']): boolean {
  return unsupported !== '' || missingRights.length + missingFeatures.length > 0
}

const TERM = { color: 'text.secondary', fontSize: '0.8125rem' } as const

interface PartProps {
  label: string
  part: PlatformState['kubernetes' | 'registry']
  children: ReactNode
}

function Part({ label, part, children }: PartProps) {
  const t = useTranslations('overview')
  const duration = useDuration()
  const { reachable, since, error, embedded } = part
  const lost = since === null ? t('unreachable') : t('unreachableFor', { time: duration(since) })
  return (
    <div>
      <Box component="dt" sx={TERM}>
        {embedded ? t('embeddedPart', { part: label }) : label}
      </Box>
      <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, alignItems: 'center' }}>
          <Box sx={{ fontWeight: 500, minWidth: 0 }}>{children}</Box>
          <ToneDot tone={reachable ? 'good' : 'bad'}>{reachable ? t('reachable') : lost}</ToneDot>
        </Box>
        {error !== '' && <Box sx={TERM}>{error}</Box>}
      </Box>
    </div>
  )
}

/** The same version of KubeEdge on many nodes is one line. */
function Kubelets({ kubelets }: { kubelets: Overview['kubelets'] }) {
  const t = useTranslations('overview')
  return (
    <div>
      <Box component="dt" sx={TERM}>
        {t('kubeEdge')}
      </Box>
      {kubelets.map(({ kubeletVersion, kubeEdgeVersion, nodes }) => (
        <Box component="dd" key={kubeletVersion} sx={{ m: 0, overflowWrap: 'anywhere' }}>
          <Box component="span" sx={{ fontWeight: 500 }}>
            {kubeEdgeVersion === '' ? t('noKubeEdge') : kubeEdgeVersion}
          </Box>{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {t('onCount', { count: nodes })}
          </Box>
          <Box sx={TERM}>{t('kubelet', { version: kubeletVersion })}</Box>
        </Box>
      ))}
    </div>
  )
}
