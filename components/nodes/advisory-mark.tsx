'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { WarningIcon } from '@/components/ui/icons'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { NodeRecord } from '@/lib/nodes/schema'

/** Beside the name of a node on which somebody may run commands through its KubeEdge; the node's page says more. */
export function AdvisoryMark({ node: { kubeEdgeVersion, advisories } }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const urgent = advisories.filter(({ effect }) => effect === 'remoteExecution')
  if (urgent.length === 0) return null
  const text = t('advisory.mark', { version: kubeEdgeVersion })
  return (
    <Box component="span" title={text} sx={{ ml: 1.5, color: 'tone.attention', verticalAlign: 'text-bottom' }}>
      <WarningIcon sx={{ fontSize: '1rem' }} />
      <VisuallyHidden>{text}</VisuallyHidden>
    </Box>
  )
}
