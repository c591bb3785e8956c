'use client'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { ImageUses, type useImageUses } from './image-uses'

interface DeleteTextProps {
  query: ReturnType<typeof useImageUses>
  /** Said where nothing stands in the way. */
  text: string
}

/** What is taken away, or who uses it, so that it cannot be. */
export function DeleteText({ query, text }: DeleteTextProps) {
  const t = useTranslations('images')
  const total = query.data?.total
  // Without an answer nothing can be confirmed: that, and why, is said.
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={query.reload} />
  if (total === undefined || total === 0) return text
  return (
    <>
      <Typography sx={{ mb: 3 }}>{t('use.inTheWay', { count: total })}</Typography>
      <ImageUses query={query} />
    </>
  )
}
