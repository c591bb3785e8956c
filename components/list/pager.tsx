'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { NextIcon, PreviousIcon } from '@/components/ui/icons'
import { PAGE_SIZES } from '@/lib/client/list-query'

const SIZE = {
  height: 28,
  px: 1,
  border: 1,
  borderColor: 'divider',
  borderRadius: '6px',
  bgcolor: 'background.paper',
  color: 'text.primary',
  font: 'inherit',
  '&:focus-visible': { outline: 2, outlineStyle: 'solid', outlineColor: 'primary.main' },
} as const

interface PagerProps {
  page: number
  size: number
  total: number
  onPage: (page: number) => void
  onSize: (size: number) => void
}

export function Pager({ page, size, total, onPage, onSize }: PagerProps) {
  const t = useTranslations('common')
  const last = Math.max(1, Math.ceil(total / size))
  if (total <= PAGE_SIZES[0]) return null
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        justifyContent: 'flex-end',
        gap: 3,
        px: 3,
        py: 1,
        color: 'text.secondary',
        fontSize: '0.8125rem',
      }}
    >
      <Box component="label" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
        {t('pageSize')}
        <Box component="select" value={size} onChange={(event) => onSize(Number(event.target.value))} sx={SIZE}>
          {PAGE_SIZES.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </Box>
      </Box>
      <span>{t('range', { from: (page - 1) * size + 1, to: Math.min(page * size, total), total })}</span>
      <span>
        <IconButton aria-label={t('previousPage')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <PreviousIcon />
        </IconButton>
        <IconButton aria-label={t('nextPage')} disabled={page >= last} onClick={() => onPage(page + 1)}>
          <NextIcon />
        </IconButton>
      </span>
    </Box>
  )
}
