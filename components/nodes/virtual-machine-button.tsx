'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { lazyPart } from '@/components/ui/lazy-part'
import { useNotify } from '@/components/ui/notices'
import { useChange } from '@/lib/client/use-change'
import { useEmbeddedCluster } from '@/lib/client/use-health'
import type { NodeRecord } from '@/lib/nodes/schema'

const StopDialog = lazyPart(async () => (await import('./stop-virtual-dialog')).StopVirtualDialog)

/** Power of a virtual machine; nothing where the cluster is a real one. */
export function VirtualMachineButton({ node }: { node: Pick<NodeRecord, 'name' | 'status'> }) {
  const embedded = useEmbeddedCluster()
  if (!embedded) return null
  if (node.status === 'Online') return <StopButton name={node.name} />
  return node.status === 'Offline' ? <StartButton name={node.name} /> : null
}

function StopButton({ name }: { name: string }) {
  const t = useTranslations('nodes')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="outlined" color="inherit" onClick={() => setAsking(true)}>
        {t('virtual.stop')}
      </Button>
      {asking && <StopDialog name={name} onClose={() => setAsking(false)} />}
    </>
  )
}

function StartButton({ name }: { name: string }) {
  const t = useTranslations('nodes')
  const notify = useNotify()
  const errorText = useErrorText()
  const { run, busy } = useChange('demo/startVirtualNode')
  const start = async () => {
    const outcome = await run({ name })
    if (outcome.ok) notify(t('virtual.started', { name }))
    else notify(errorText(outcome.error), 'bad')
  }
  return (
    <Button variant="outlined" color="inherit" loading={busy} onClick={() => void start()}>
      {t('virtual.start')}
    </Button>
  )
}
