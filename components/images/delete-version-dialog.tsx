'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { DeleteText } from './delete-text'
import { useImageUses } from './image-uses'

interface DeleteVersionDialogProps {
  version: { orgName: string; imageName: string; imageVersion: string }
  onClose: () => void
  onDone?: () => void
}

export function DeleteVersionDialog({ version, onClose, onDone }: DeleteVersionDialogProps) {
  const t = useTranslations('images')
  const { orgName, imageName, imageVersion } = version
  const named = { image: `${orgName}/${imageName}`, tag: imageVersion }
  const uses = useImageUses({ orgName, imageName, imageVersion })
  return (
    <ConfirmDialog
      title={t('deleteVersionTitle', named)}
      text={<DeleteText query={uses} text={t('deleteVersionText')} />}
      confirmDisabled={uses.data?.total !== 0}
      confirmLabel={t('deleteVersion')}
      operation="image/deleteImageVersion"
      content={{ orgName, imageName, imageVersion }}
      doneText={t('versionDeleted', named)}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
