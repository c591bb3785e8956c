'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'

export function Brand() {
  const t = useTranslations('shell')
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5, fontWeight: 600, fontSize: '1rem' }}>
      <Box component="img" src="/icon.svg" alt="" width={24} height={24} sx={{ flex: 'none' }} />
      {t('product')}
    </Box>
  )
}
