'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { UploadIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { useMayChange } from '@/lib/client/session'

const UploadDialog = lazyPart(async () => (await import('./upload-dialog')).UploadDialog)

export function UploadButton({ orgName }: { orgName?: string }) {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const [open, setOpen] = useState(false)
  if (!mayChange) return null
  return (
    <>
      <Button variant="contained" startIcon={<UploadIcon />} onClick={() => setOpen(true)}>
        {t('upload')}
      </Button>
      {open && <UploadDialog orgName={orgName} onClose={() => setOpen(false)} />}
    </>
  )
}
