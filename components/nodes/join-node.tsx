'use client'
import Box from '@mui/material/Box'
import CircularProgress from '@mui/material/CircularProgress'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Section } from '@/components/ui/section'
import { ToneDot } from '@/components/ui/status'
import { useMayChange } from '@/lib/client/session'
import { useEmbeddedCluster } from '@/lib/client/use-health'
import type { ArchType, NodeRecord } from '@/lib/nodes/schema'
import { ArchChoice } from './arch-choice'
import { InstallScript } from './install-script'
import { JoinVirtualNode } from './join-virtual-node'
import { archOf } from './node-constants'

/** How the machine joins, and whether it has: open while it has not, to be opened again afterwards. */
export function JoinNode({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const mayChange = useMayChange()
  const embedded = useEmbeddedCluster()
  const waiting = node.status === 'NotInstalled'
  const [waited, setWaited] = useState(waiting)
  if (waiting && !waited) setWaited(true)
  const [arch, setArch] = useState<ArchType>(archOf(node))

  if (!mayChange || node.status === 'Deleting' || (!waiting && !waited)) return null
  return (
    <Section title={t('join.title')}>
      {waiting && (
        <>
          <ArchChoice value={arch} onChange={setArch} />
          <InstallScript name={node.name} arch={arch} />
          {embedded && <JoinVirtualNode name={node.name} arch={arch} />}
        </>
      )}
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 2, mt: waiting ? 4 : 0 }}>
        {waiting && <CircularProgress size={16} aria-hidden />}
        {waiting && <Typography sx={{ color: 'text.secondary' }}>{t('join.waiting')}</Typography>}
        {node.status === 'Online' && <ToneDot tone="good">{t('join.here')}</ToneDot>}
      </Box>
    </Section>
  )
}
