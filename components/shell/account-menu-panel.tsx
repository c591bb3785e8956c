'use client'
import Divider from '@mui/material/Divider'
import ListSubheader from '@mui/material/ListSubheader'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useColorScheme } from '@mui/material/styles'
import { useTranslations } from 'next-intl'
import { useSession } from '@/lib/client/session'
import { useLocaleControl } from '@/lib/i18n/i18n-provider'
import { LANGUAGE_TAG, type Locale } from '@/lib/i18n/locales'
import { useOpenLayer } from './open-layer'
import { useSignOut } from './use-sign-out'

const LANGUAGES = [
  { locale: 'en', label: 'english' },
  { locale: 'zh', label: 'chinese' },
] as const satisfies readonly { locale: Locale; label: string }[]

const MODES = ['system', 'light', 'dark'] as const

/** What the account menu holds; rendered only while it is open. */
export function AccountMenuPanel({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  const t = useTranslations('shell')
  const { session } = useSession()
  const { locale, setLocale } = useLocaleControl()
  const { mode, setMode } = useColorScheme()
  const openLayer = useOpenLayer()
  const leave = useSignOut()
  const openKeys = () => {
    onClose()
    openLayer('keys')
  }
  return (
    <Menu anchorEl={anchor} open onClose={onClose}>
      {session && <ListSubheader sx={SUBHEADER}>{t(`role.${session.role}`)}</ListSubheader>}
      <Divider />
      <ListSubheader sx={SUBHEADER}>{t('language')}</ListSubheader>
      {LANGUAGES.map(({ locale: choice, label }) => (
        <MenuItem
          key={choice}
          lang={LANGUAGE_TAG[choice]}
          selected={locale === choice}
          onClick={() => setLocale(choice)}
        >
          {t(label)}
        </MenuItem>
      ))}
      <Divider />
      <ListSubheader sx={SUBHEADER}>{t('appearance')}</ListSubheader>
      {MODES.map((choice) => (
        <MenuItem key={choice} selected={mode === choice} onClick={() => setMode(choice)}>
          {t(`mode.${choice}`)}
        </MenuItem>
      ))}
      <Divider />
      <MenuItem onClick={openKeys}>{t('keyboardHelp')}</MenuItem>
      <MenuItem onClick={() => void leave()}>{t('signOut')}</MenuItem>
    </Menu>
  )
}

const SUBHEADER = { bgcolor: 'transparent', lineHeight: '28px', fontSize: '0.75rem' } as const
