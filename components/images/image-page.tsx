'use client'
import Button from '@mui/material/Button'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { Tabs } from '@/components/ui/tabs'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageRecord } from '@/lib/images/schema'
import { imageKey } from './image-key'
import { ImageVersionList } from './image-version-list'
import { UploadButton } from './upload-button'
import { UploadDropZone } from './upload-drop-zone'

const DeleteImageDialog = lazyPart(async () => (await import('./delete-image-dialog')).DeleteImageDialog)
const ActivityList = lazyPart(
  async () => (await import('@/components/activity/activity-list')).ActivityList,
  <RowSkeletons rows={3} />,
)

export function ImagePage() {
  const t = useTranslations('images')
  const params = useSearchParams()
  const orgName = params.get('org') ?? ''
  const imageName = params.get('image') ?? ''
  const query = useOperation('image/describeImage', { orgName, imageName })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name: `${orgName}/${imageName}` })}
      text={t('missingText')}
      back={{ href: links.images, label: t('toList') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ image }) => <ImageView key={image.id} image={image} />}
    </RecordPage>
  )
}

function History({ imageName }: { imageName: string }) {
  const t = useTranslations('images')
  return (
    <Section title={t('history')}>
      <ActivityList filter={{ imageName }} />
    </Section>
  )
}

function ImageView({ image }: { image: ImageRecord }) {
  const t = useTranslations('images')
  const router = useRouter()
  const mayChange = useMayChange()
  const [deleting, setDeleting] = useState(false)
  const { orgName, imageName } = image
  const actions = (
    <>
      {mayChange && (
        <Button variant="outlined" color="error" onClick={() => setDeleting(true)}>
          {t('deleteImage')}
        </Button>
      )}
      <UploadButton orgName={orgName} />
    </>
  )
  return (
    <>
      <PageHeader
        title={imageName}
        parents={[
          { href: links.images, label: t('title') },
          { href: links.org(orgName), label: orgName },
        ]}
        count={image.versionCount}
        actions={actions}
      />
      <UploadDropZone orgName={orgName} />
      <Tabs
        label={t('parts')}
        keep={['org', 'image']}
        tabs={[
          { id: 'versions', label: t('versions'), content: () => <ImageVersionList image={image} /> },
          { id: 'history', label: t('history'), content: () => <History imageName={imageKey(image)} /> },
        ]}
      />
      {deleting && (
        <DeleteImageDialog
          image={image}
          onClose={() => setDeleting(false)}
          onDone={() => router.push(links.org(orgName))}
        />
      )}
    </>
  )
}
