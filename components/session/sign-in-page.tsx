'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Brand } from '@/components/shell/brand'
import { safeNext } from '@/lib/client/session-end'
import { LanguageSwitch } from './language-switch'
import { SignInForm } from './sign-in-form'
import { ThemeSwitch } from './theme-switch'

export function SignInPage() {
  const t = useTranslations('session')
  const shell = useTranslations('shell')
  const router = useRouter()
  const next = useSearchParams().get('next')
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column', alignItems: 'center', px: 4, pt: '16vh' }}
    >
      <title>{shell('title', { page: t('title') })}</title>
      <Box
        sx={{
          width: '100%',
          maxWidth: 360,
          p: 6,
          bgcolor: 'background.paper',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        <Brand />
        <Typography variant="h1" sx={{ mt: 4, mb: 4 }}>
          {t('title')}
        </Typography>
        <SignInForm onSignedIn={() => router.replace(safeNext(next, window.location.origin))} />
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 4 }}>
          {t('hint')}
        </Typography>
      </Box>
      <Box sx={{ mt: 4, display: 'flex', flexWrap: 'wrap', justifyContent: 'center', columnGap: 6 }}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Box>
    </Box>
  )
}
