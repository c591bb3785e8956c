'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'

interface DeleteOrgDialogProps {
  orgName: string
  onClose: () => void
  onDone?: () => void
}

export function DeleteOrgDialog({ orgName, onClose, onDone }: DeleteOrgDialogProps) {
  const t = useTranslations('images')
  return (
    <ConfirmDialog
      title={t('deleteOrgTitle', { org: orgName })}
      text={t('deleteOrgText')}
      confirmLabel={t('deleteOrg')}
      operation="image/deleteOrg"
      content={{ orgName }}
      doneText={t('orgDeleted', { org: orgName })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
