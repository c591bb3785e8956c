'use client'
import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { useDelayed } from '@/components/ui/use-delayed'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { KeyNames } from '../key-names'
import type { Found } from './use-found'
import type { PaletteMode } from './use-palette-groups'

interface PaletteStateProps {
  found: Found
  mode: PaletteMode
  text: string
  count: number
}

/** What is to be said besides what was found: that it is searched for, that there is none, that it failed. */
export function PaletteState({ found: { waiting, error, retry }, mode, text, count }: PaletteStateProps) {
  const t = useTranslations('palette')
  const errors = useTranslations('errors')
  const slow = useDelayed(waiting)
  const nothing = count === 0 && !waiting && !error
  return (
    <>
      <Box sx={{ height: 2 }}>{slow && <LinearProgress aria-label={t('searching')} sx={{ height: 2 }} />}</Box>
      {error && (
        <Box sx={{ px: 4, py: 3 }}>
          <ErrorNotice error={error} title={errors('loadFailed')} onRetry={retry} />
        </Box>
      )}
      {nothing && (
        <Box sx={{ px: 4, py: 8, textAlign: 'center' }}>
          <Box sx={{ fontWeight: 500 }}>
            {mode === 'deploy' && text === '' ? t('nothingToDeploy') : t('nothing', { text })}
          </Box>
          <Box sx={{ color: 'text.secondary', mt: 1 }}>{mode === 'deploy' ? t('deployHint') : t('nothingHint')}</Box>
        </Box>
      )}
      <VisuallyHidden role="status">{waiting ? '' : t('count', { count })}</VisuallyHidden>
    </>
  )
}

/** Which keys do what; a phone has none. */
export function PaletteFooter() {
  const t = useTranslations('palette')
  return (
    <Box aria-hidden sx={FOOTER}>
      <KeyNames keys={['↑', '↓']} />
      {t('toChoose')}
      <KeyNames keys={['Enter']} />
      {t('toOpen')}
      <KeyNames keys={['Esc']} />
      {t('toClose')}
    </Box>
  )
}

const FOOTER = {
  display: { xs: 'none', sm: 'flex' },
  alignItems: 'center',
  gap: 2,
  px: 4,
  py: 2,
  borderTop: 1,
  borderColor: 'divider',
  fontSize: '0.75rem',
  color: 'text.secondary',
} as const
