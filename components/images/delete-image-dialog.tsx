'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { ImageRecord } from '@/lib/images/schema'

interface DeleteImageDialogProps {
  image: Pick<ImageRecord, 'imageName' | 'orgName' | 'versionCount'>
  onClose: () => void
  onDone?: () => void
}

export function DeleteImageDialog({ image, onClose, onDone }: DeleteImageDialogProps) {
  const t = useTranslations('images')
  const { imageName, orgName, versionCount } = image
  const name = `${orgName}/${imageName}`
  return (
    <ConfirmDialog
      title={t('deleteImageTitle', { image: name })}
      text={t('deleteImageText', { count: versionCount })}
      confirmLabel={t('deleteImage')}
      operation="image/deleteImage"
      content={{ imageName, orgName }}
      doneText={t('imageDeleted', { image: name })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
