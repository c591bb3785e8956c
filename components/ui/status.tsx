'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { VersionStatus } from '@/lib/applications/schema'
import type { DeploymentStatus } from '@/lib/deployments/schema'
import type { NodeRecord, NodeStatus } from '@/lib/nodes/schema'
import type { Tone } from '@/components/theme/tokens'

export const NODE_TONE = {
  Online: 'good',
  Offline: 'bad',
  NotInstalled: 'none',
  Installing: 'working',
  Deleting: 'working',
} as const satisfies Record<NodeStatus, Tone>

const VERSION_TONE = {
  Unpublished: 'none',
  Published: 'good',
  Offline: 'attention',
} as const satisfies Record<VersionStatus, Tone>

export const DEPLOYMENT_TONE = {
  Init: 'working',
  Deploying: 'working',
  Running: 'good',
  Abnormal: 'bad',
  Completed: 'good',
  UpdateInit: 'working',
  Deleting: 'working',
} as const satisfies Record<DeploymentStatus, Tone>

interface ToneDotProps {
  tone: Tone
  children: ReactNode
  /** Old or secondary: shown dimmed. */
  dimmed?: boolean
}

/** A state: a dot of its colour and its word. */
export function ToneDot({ tone, children, dimmed = false }: ToneDotProps) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2, whiteSpace: 'nowrap' }}>
      <Box
        component="span"
        aria-hidden
        sx={{
          width: 8,
          height: 8,
          borderRadius: '50%',
          bgcolor: `tone.${tone}`,
          opacity: dimmed ? 0.5 : 1,
          flex: 'none',
        }}
      />
      <Box component="span" sx={{ color: dimmed ? 'text.secondary' : tone === 'bad' ? 'tone.bad' : undefined }}>
        {children}
      </Box>
    </Box>
  )
}

/** A node that is Offline and heard from all the same says itself that it is not ready. */
export function NodeState({ status, outage }: Pick<NodeRecord, 'status'> & Partial<Pick<NodeRecord, 'outage'>>) {
  const t = useTranslations('states')
  if (outage?.kind === 'notReady') return <ToneDot tone="bad">{t('nodeNotReady')}</ToneDot>
  return <ToneDot tone={NODE_TONE[status]}>{t(`node.${status}`)}</ToneDot>
}

export function VersionState({ status }: { status: VersionStatus }) {
  const t = useTranslations('states')
  return <ToneDot tone={VERSION_TONE[status]}>{t(`version.${status}`)}</ToneDot>
}

/** `dimmed` for what an offline node said last. */
export function DeploymentState({ status, dimmed = false }: { status: DeploymentStatus; dimmed?: boolean }) {
  const t = useTranslations('states')
  return (
    <ToneDot tone={DEPLOYMENT_TONE[status]} dimmed={dimmed}>
      {t(`deployment.${status}`)}
    </ToneDot>
  )
}
