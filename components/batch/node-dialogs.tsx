'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import Typography from '@mui/material/Typography'
import type { BatchNodeRecord } from '@/lib/batch/schema'
import { useOperation } from '@/lib/client/use-operation'
import type { Asking } from './batch-node-list'
import { CancelDialog } from './cancel-dialog'
import { ChangeNodeDialog } from './change-node-dialog'
import { OutputDialog } from './output-dialog'

interface NodeDialogsProps {
  batchID: number
  name: string
  what: Asking
  onClose: () => void
}

/** The dialogs about one machine of a batch; what they show is kept current while they are open. */
export function NodeDialogs({ batchID, name, what, onClose }: NodeDialogsProps) {
  const query = useOperation('node/describeBatchNode', { batchID, name })
  const node = query.data?.node
  if (what === 'output') return <OutputDialog name={name} query={query} onClose={onClose} />
  if (what === 'cancel') return <CancelDialog batchID={batchID} name={name} count={1} onClose={onClose} />
  if (what === 'remove') return <RemoveDialog batchID={batchID} name={name} onClose={onClose} />
  if (!node) return null
  if (what === 'change') return <ChangeNodeDialog batchID={batchID} node={node} onClose={onClose} />
  return <AcceptKeyDialog batchID={batchID} node={node} onClose={onClose} />
}

function RemoveDialog({ batchID, name, onClose }: Omit<NodeDialogsProps, 'what'>) {
  const t = useTranslations('batch')
  return (
    <ConfirmDialog
      title={t('nodes.removeTitle', { name })}
      text={t('nodes.removeText')}
      confirmLabel={t('nodes.remove')}
      operation="node/deleteBatchNode"
      content={{ batchID, name }}
      doneText={t('nodes.removed', { name })}
      onClose={onClose}
    />
  )
}

/** Both fingerprints, to be compared on the machine itself. */
function AcceptKeyDialog({ batchID, node, onClose }: { batchID: number; node: BatchNodeRecord; onClose: () => void }) {
  const t = useTranslations('batch')
  const { old = '', new: shown = '', ip = '', port = '' } = node.failure?.params ?? {}
  return (
    <ConfirmDialog
      title={t('acceptKey.title', { address: `${ip}:${port}` })}
      text={
        <>
          <Typography sx={{ mb: 4 }}>{t('acceptKey.text')}</Typography>
          <Facts
            facts={[
              { label: t('acceptKey.old'), value: <MachineName text={old} /> },
              { label: t('acceptKey.new'), value: <MachineName text={shown} /> },
            ]}
          />
        </>
      }
      confirmLabel={t('acceptKey.do')}
      confirmDisabled={shown === ''}
      operation="node/acceptHostKey"
      content={{ batchID, name: node.name, fingerprint: shown }}
      doneText={t('acceptKey.done')}
      onClose={onClose}
    />
  )
}
