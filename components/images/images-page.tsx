'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { ImageList } from './image-list'
import { ImageTabs } from './image-tabs'
import { UploadButton } from './upload-button'

export function ImagesPage() {
  const t = useTranslations('images')
  const [total, setTotal] = useState<number>()
  return (
    <>
      <PageHeader title={t('title')} count={total} actions={<UploadButton />} />
      <ImageTabs />
      <ImageList onTotal={setTotal} />
    </>
  )
}
