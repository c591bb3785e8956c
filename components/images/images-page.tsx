'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { ImageList } from './image-list'
import { ImageTabs } from './image-tabs'
import { UploadButton } from './upload-button'
import { UploadDropZone } from './upload-drop-zone'

export function ImagesPage() {
  const t = useTranslations('images')
  const [total, setTotal] = useState<number>()
  return (
    <>
      <PageHeader title={t('title')} count={total} actions={<UploadButton />} />
      <UploadDropZone />
      <ImageTabs />
      <ImageList onTotal={setTotal} />
    </>
  )
}
