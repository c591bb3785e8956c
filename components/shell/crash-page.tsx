'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'

/** Next's boundary for what a page throws while it renders, or for parts of it that a newer console no longer has. */
export function CrashPage() {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const again = (
    <Button variant="outlined" onClick={() => window.location.reload()}>
      {common('retry')}
    </Button>
  )
  return <EmptyState title={t('crashTitle')} text={t('crashText')} action={again} />
}
