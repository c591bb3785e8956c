'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { links } from '@/lib/client/links'

export function NotFoundPage() {
  const t = useTranslations('shell')
  const action = (
    <Button variant="outlined" component={NextLink} href={links.nodes}>
      {t('toNodes')}
    </Button>
  )
  return (
    <main>
      <title>{t('title', { page: t('notFoundTitle') })}</title>
      <EmptyState title={t('notFoundTitle')} text={t('notFoundText')} action={action} />
    </main>
  )
}
