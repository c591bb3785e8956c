'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'

interface CancelDialogProps {
  batchID: number
  /** One machine; all of the batch where it is absent. */
  name?: string
  count: number
  onClose: () => void
}

export function CancelDialog({ batchID, name, count, onClose }: CancelDialogProps) {
  const t = useTranslations('batch')
  return (
    <ConfirmDialog
      title={t('nodes.cancelTitle')}
      text={name === undefined ? t('nodes.cancelText', { count }) : t('nodes.cancelOne', { name })}
      confirmLabel={t('nodes.keepOn')}
      operation="node/cancelBatch"
      content={{ batchID, ...(name === undefined ? {} : { names: [name] }) }}
      doneText={t('nodes.cancelled')}
      onClose={onClose}
    />
  )
}
