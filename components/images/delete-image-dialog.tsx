'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { ImageRecord } from '@/lib/images/schema'
import { DeleteText } from './delete-text'
import { useImageUses } from './image-uses'

interface DeleteImageDialogProps {
  image: Pick<ImageRecord, 'imageName' | 'orgName' | 'versionCount'>
  onClose: () => void
  onDone?: () => void
}

export function DeleteImageDialog({ image, onClose, onDone }: DeleteImageDialogProps) {
  const t = useTranslations('images')
  const { imageName, orgName, versionCount } = image
  const name = `${orgName}/${imageName}`
  const uses = useImageUses({ orgName, imageName })
  return (
    <ConfirmDialog
      title={t('deleteImageTitle', { image: name })}
      text={<DeleteText query={uses} text={t('deleteImageText', { count: versionCount })} />}
      confirmDisabled={uses.data?.total !== 0}
      confirmLabel={t('deleteImage')}
      operation="image/deleteImage"
      content={{ imageName, orgName }}
      doneText={t('imageDeleted', { image: name })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
