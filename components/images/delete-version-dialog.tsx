'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'

interface DeleteVersionDialogProps {
  version: { orgName: string; imageName: string; imageVersion: string }
  onClose: () => void
  onDone?: () => void
}

export function DeleteVersionDialog({ version, onClose, onDone }: DeleteVersionDialogProps) {
  const t = useTranslations('images')
  const { orgName, imageName, imageVersion } = version
  const named = { image: `${orgName}/${imageName}`, tag: imageVersion }
  return (
    <ConfirmDialog
      title={t('deleteVersionTitle', named)}
      text={t('deleteVersionText')}
      confirmLabel={t('deleteVersion')}
      operation="image/deleteImageVersion"
      content={{ orgName, imageName, imageVersion }}
      doneText={t('versionDeleted', named)}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
