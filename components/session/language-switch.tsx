'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useLocaleControl } from '@/lib/i18n/i18n-provider'
import { LANGUAGE_TAG } from '@/lib/i18n/locales'
import { PlainButton } from './plain-button'

/** The languages side by side: before the sign-in there is no menu. */
export function LanguageSwitch() {
  const t = useTranslations('shell')
  const { locale, setLocale } = useLocaleControl()
  return (
    <Box role="group" aria-label={t('language')} sx={{ display: 'flex' }}>
      {(['en', 'zh'] as const).map((choice) => (
        <PlainButton
          look="text"
          key={choice}
          lang={LANGUAGE_TAG[choice]}
          aria-pressed={choice === locale}
          onClick={() => setLocale(choice)}
        >
          {choice === 'en' ? t('english') : t('chinese')}
        </PlainButton>
      ))}
    </Box>
  )
}
