'use client'
import Box from '@mui/material/Box'
import { useColorScheme } from '@mui/material/styles'
import { useTranslations } from 'next-intl'
import { PlainButton } from './plain-button'

/** Light, dark or as the system has it: the account menu has it too, after the sign-in. */
export function ThemeSwitch() {
  const t = useTranslations('shell')
  const { mode, setMode } = useColorScheme()
  return (
    <Box role="group" aria-label={t('appearance')} sx={{ display: 'flex' }}>
      {(['light', 'dark', 'system'] as const).map((choice) => (
        <PlainButton look="text" key={choice} aria-pressed={choice === mode} onClick={() => setMode(choice)}>
          {t(`mode.${choice}`)}
        </PlainButton>
      ))}
    </Box>
  )
}
