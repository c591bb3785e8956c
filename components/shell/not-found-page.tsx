'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { links } from '@/lib/client/links'

/** Comes with every page, so it is made of little. */
export function NotFoundPage() {
  const t = useTranslations('shell')
  const action = (
    <Box component="a" href={links.overview} sx={{ color: 'primary.main' }}>
      {t('toOverview')}
    </Box>
  )
  return (
    <main>
      <title>{t('title', { page: t('notFoundTitle') })}</title>
      <EmptyState titleAs="h1" title={t('notFoundTitle')} text={t('notFoundText')} action={action} />
    </main>
  )
}
