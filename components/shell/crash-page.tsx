'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'

/** Next's boundary for what a page throws while it renders. */
export function CrashPage({ reset }: { reset: () => void }) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const again = (
    <Button variant="outlined" onClick={reset}>
      {common('retry')}
    </Button>
  )
  return <EmptyState title={t('crashTitle')} text={t('crashText')} action={again} />
}
