'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useOperation } from '@/lib/client/use-operation'
import { StandingDeployments } from './standing-deployments'

interface DeleteNodeDialogProps {
  node: { name: string; uniqueName: string }
  onClose: () => void
  onDone?: () => void
}

const SHOWN = 20

/** Asks before a node is deleted, and shows what stands in the way, until it does no more. */
export function DeleteNodeDialog({ node, onClose, onDone }: DeleteNodeDialogProps) {
  const t = useTranslations('nodes')
  const { name, uniqueName } = node
  const { data } = useOperation('application/listNodeDeploy', { name, pageNum: 1, pageSize: SHOWN })
  const blocked = data !== undefined && data.total > 0
  const standing = blocked && (
    <>
      {t('deleteBlocked', { count: data.total })}
      <StandingDeployments deployments={data.appDeploys} total={data.total} />
    </>
  )
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      text={standing || t('deleteText', { uniqueName })}
      confirmLabel={t('delete')}
      confirmDisabled={blocked}
      operation="node/deleteNode"
      content={{ name }}
      doneText={t('deleted', { name })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
