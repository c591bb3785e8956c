'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { NodeState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import type { NodeRecord, NodeStatus } from '@/lib/nodes/schema'
import { ScriptButton } from './script-button'
import { VirtualMachineButton } from './virtual-machine-button'

const DeleteNodeDialog = lazyPart(async () => (await import('./delete-node-dialog')).DeleteNodeDialog)

/** Of the others the page itself shows the script, or there is no use for it. */
const JOINED: ReadonlySet<NodeStatus> = new Set(['Online', 'Offline'])

export function NodeHeader({ node, onDeleted }: { node: NodeRecord; onDeleted: () => void }) {
  const t = useTranslations('nodes')
  const mayChange = useMayChange()
  const [deleting, setDeleting] = useState(false)
  const actions = mayChange && (
    <>
      <VirtualMachineButton node={node} />
      {JOINED.has(node.status) && <ScriptButton node={node} />}
      {node.status !== 'Deleting' && (
        <Button variant="outlined" color="error" onClick={() => setDeleting(true)}>
          {t('delete')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <PageHeader
        title={node.name}
        parents={[{ href: links.nodes, label: t('title') }]}
        beside={<NodeState status={node.status} outage={node.outage} />}
        text={<NodeSentence node={node} />}
        actions={actions}
      />
      {deleting && <DeleteNodeDialog node={node} onClose={() => setDeleting(false)} onDone={onDeleted} />}
    </>
  )
}

function NodeSentence({ node: { status, outage, lastHeartbeat } }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const ago = () => <TimeAgo at={lastHeartbeat} />
  if (outage?.kind !== 'notReady') return t.rich(`sentence.${status}`, { ago })
  if (outage.reason === '') return t.rich('notReadyUnsaid', { ago })
  return t.rich('notReady', { ago, reason: outage.reason })
}
