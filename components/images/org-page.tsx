'use client'
import Button from '@mui/material/Button'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { ImageList } from './image-list'
import { UploadButton } from './upload-button'
import { UploadDropZone } from './upload-drop-zone'

const DeleteOrgDialog = lazyPart(async () => (await import('./delete-org-dialog')).DeleteOrgDialog)

/** The images of one organisation. */
export function OrgPage() {
  const t = useTranslations('images')
  const orgName = useSearchParams().get('org') ?? ''
  const router = useRouter()
  const mayChange = useMayChange()
  const [total, setTotal] = useState<number>()
  const [deleting, setDeleting] = useState(false)
  const actions = (
    <>
      {mayChange && (
        <Button variant="outlined" color="error" onClick={() => setDeleting(true)}>
          {t('deleteOrg')}
        </Button>
      )}
      <UploadButton orgName={orgName} />
    </>
  )
  return (
    <>
      <PageHeader
        title={orgName}
        parents={[{ href: links.orgs, label: t('orgsTab') }]}
        count={total}
        actions={actions}
      />
      <UploadDropZone orgName={orgName} />
      <ImageList key={orgName} orgName={orgName} onTotal={setTotal} />
      {deleting && (
        <DeleteOrgDialog orgName={orgName} onClose={() => setDeleting(false)} onDone={() => router.push(links.orgs)} />
      )}
    </>
  )
}
