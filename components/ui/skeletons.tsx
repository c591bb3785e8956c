'use client'
import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import { useTranslations } from 'next-intl'
import { useDelayed } from './use-delayed'

/** The shape of a list or of facts that is still to come; nothing for the first 200 ms. */
export function RowSkeletons({ rows }: { rows: number }) {
  const t = useTranslations('common')
  const shown = useDelayed(true)
  return (
    <Box role="status" aria-label={t('loading')} aria-busy sx={{ px: 3, minHeight: rows * 44 }}>
      {shown && Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={44} />)}
    </Box>
  )
}
