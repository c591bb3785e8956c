'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { EachDialog } from '@/components/bulk/each-dialog'
import { AppLink } from '@/components/ui/app-link'
import { links } from '@/lib/client/links'
import type { ImageRecord, ImageVersionRecord } from '@/lib/images/schema'
import { imageKey } from './image-key'

interface DeleteSeveralProps<T> {
  rows: readonly T[]
  onClose: () => void
  /** With the keys of those that are gone. */
  onDone: (keys: readonly string[]) => void
}

/** Deletes several images with all their versions; those that are used are left out, with a link to what uses them. */
export function DeleteImagesDialog({ rows, onClose, onDone }: DeleteSeveralProps<ImageRecord>) {
  const t = useTranslations('images')
  const obstacleOf = useObstacle()
  return (
    <EachDialog
      title={t('bulk.deleteImages', { count: rows.length })}
      text={t('bulk.imagesText', { count: rows.reduce((sum, { versionCount }) => sum + versionCount, 0) })}
      operation="image/deleteImage"
      confirmLabel={t('deleteImage')}
      rows={rows.map((row) => ({
        key: imageKey(row),
        name: imageKey(row),
        content: { orgName: row.orgName, imageName: row.imageName },
        obstacle: obstacleOf(row.useCount, links.image(row.orgName, row.imageName)),
      }))}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

/** Deletes several versions of an image; those that are used are left out, with a link to what uses them. */
export function DeleteVersionsDialog({ rows, onClose, onDone }: DeleteSeveralProps<ImageVersionRecord>) {
  const t = useTranslations('images')
  const obstacleOf = useObstacle()
  return (
    <EachDialog
      title={t('bulk.deleteVersions', { count: rows.length })}
      text={t('bulk.versionsText')}
      operation="image/deleteImageVersion"
      confirmLabel={t('deleteVersion')}
      rows={rows.map(({ orgName, imageName, imageVersion, useCount }) => ({
        key: imageVersion,
        name: imageVersion,
        content: { orgName, imageName, imageVersion },
        obstacle: obstacleOf(useCount, links.imageVersion(orgName, imageName, imageVersion)),
      }))}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

function useObstacle() {
  const t = useTranslations('images')
  function obstacleOf(count: number, href: string): ReactNode {
    return count === 0 ? undefined : <AppLink href={href}>{t('bulk.used', { count })}</AppLink>
  }
  return obstacleOf
}
