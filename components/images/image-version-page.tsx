'use client'
import Button from '@mui/material/Button'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { Section } from '@/components/ui/section'
import { ImageConfig } from './image-config'
import { ImageUses, useImageUses } from './image-uses'
import { ImageVersionFacts } from './image-version-facts'

const DeleteVersionDialog = lazyPart(async () => (await import('./delete-version-dialog')).DeleteVersionDialog)

/** One version (tag) of an image. */
export function ImageVersionPage() {
  const t = useTranslations('images')
  const params = useSearchParams()
  const orgName = params.get('org') ?? ''
  const imageName = params.get('image') ?? ''
  const imageVersion = params.get('tag') ?? ''
  const query = useOperation('image/describeImageVersion', { orgName, imageName, imageVersion })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { name: `${orgName}/${imageName}:${imageVersion}` })}
      text={t('missingText')}
      back={{ href: links.images, label: t('toList') }}
    />
  )
  return (
    <RecordPage query={query} missing={missing}>
      {({ imageVersion: version }) => <VersionView key={version.id} version={version} />}
    </RecordPage>
  )
}

function VersionView({ version }: { version: ImageVersionRecord }) {
  const t = useTranslations('images')
  const router = useRouter()
  const mayChange = useMayChange()
  const [deleting, setDeleting] = useState(false)
  const { orgName, imageName, imageVersion } = version
  const image = links.image(orgName, imageName)
  const actions = mayChange && (
    <Button variant="outlined" color="error" onClick={() => setDeleting(true)}>
      {t('deleteVersion')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={`${imageName}:${imageVersion}`}
        parents={[
          { href: links.images, label: t('title') },
          { href: links.org(orgName), label: orgName },
          { href: image, label: imageName },
        ]}
        actions={actions}
      />
      <ImageVersionFacts version={version} />
      <UsedBy version={version} />
      <ImageConfig version={version} />
      {deleting && (
        <DeleteVersionDialog version={version} onClose={() => setDeleting(false)} onDone={() => router.push(image)} />
      )}
    </>
  )
}

function UsedBy({ version: { orgName, imageName, imageVersion } }: { version: ImageVersionRecord }) {
  const t = useTranslations('images')
  const query = useImageUses({ orgName, imageName, imageVersion })
  return (
    <Section title={t('use.title')}>
      <ImageUses query={query} />
    </Section>
  )
}
