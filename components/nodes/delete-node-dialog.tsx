'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'

interface DeleteNodeDialogProps {
  node: { name: string; uniqueName: string }
  onClose: () => void
  onDone?: () => void
}

export function DeleteNodeDialog({ node, onClose, onDone }: DeleteNodeDialogProps) {
  const t = useTranslations('nodes')
  const { name, uniqueName } = node
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      text={t('deleteText', { uniqueName })}
      confirmLabel={t('delete')}
      operation="node/deleteNode"
      content={{ name }}
      doneText={t('deleted', { name })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
