'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { BatchRecord } from '@/lib/batch/schema'
import { useBatchName } from './use-batch-name'

interface DeleteBatchDialogProps {
  batch: BatchRecord
  onClose: () => void
  onDone?: () => void
}

export function DeleteBatchDialog({ batch, onClose, onDone }: DeleteBatchDialogProps) {
  const t = useTranslations('batch')
  const name = useBatchName()(batch)
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      text={t('deleteText')}
      confirmLabel={t('delete')}
      operation="node/deleteBatch"
      content={{ batchID: batch.id }}
      doneText={t('deleted')}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
