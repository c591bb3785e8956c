'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { UploadIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { useMayChange } from '@/lib/client/session'
import { useOpened } from '@/lib/client/use-opened'

const UploadDialog = lazyPart(async () => (await import('./upload-dialog')).UploadDialog)

interface UploadButtonProps {
  orgName?: string
  variant?: 'contained' | 'outlined'
}

export function UploadButton({ orgName, variant = 'contained' }: UploadButtonProps) {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const [open, setOpen] = useOpened('upload')
  if (!mayChange) return null
  return (
    <>
      <Button variant={variant} startIcon={<UploadIcon />} onClick={() => setOpen(true)}>
        {t('upload')}
      </Button>
      {open && <UploadDialog orgName={orgName} onClose={() => setOpen(false)} />}
    </>
  )
}
