'use client'
import { useColorScheme } from '@mui/material/styles'
import { useTranslations } from 'next-intl'
import {
  AddIcon,
  ApplicationIcon,
  DeploymentIcon,
  ImageIcon,
  KeyboardIcon,
  LanguageIcon,
  NodeIcon,
  OrgIcon,
  OverviewIcon,
  SignOutIcon,
  ThemeIcon,
  UploadIcon,
} from '@/components/ui/icons'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useLocaleControl } from '@/lib/i18n/i18n-provider'
import { KeyNames } from '../key-names'
import { useOpenLayer } from '../open-layer'
import { useSignOut } from '../use-sign-out'
import type { PaletteItem } from './palette-item'

/** Every page of the navigation, with the keys that lead there. */
export function usePages(): PaletteItem[] {
  const t = useTranslations('shell')
  const palette = useTranslations('palette')
  const keys = (letter: string) => <KeyNames keys={['g', letter]} />
  return [
    { id: 'overview', Icon: OverviewIcon, label: t('overview'), href: links.overview, beside: keys('o') },
    { id: 'nodes', Icon: NodeIcon, label: t('nodes'), href: links.nodes, beside: keys('n') },
    { id: 'images', Icon: ImageIcon, label: t('images'), href: links.images, beside: keys('i') },
    { id: 'orgs', Icon: OrgIcon, label: palette('group.orgs'), href: links.orgs },
    {
      id: 'applications',
      Icon: ApplicationIcon,
      label: t('applications'),
      href: links.applications,
      beside: keys('a'),
    },
    { id: 'deployments', Icon: DeploymentIcon, label: t('deployments'), href: links.deployments, beside: keys('d') },
  ]
}

/** What can be done from anywhere; changes only for those who may. */
export function useActions(onDeploy: () => void): PaletteItem[] {
  const t = useTranslations('palette')
  const mayChange = useMayChange()
  const own = useOwnActions()
  if (!mayChange) return own
  return [
    { id: 'register', Icon: AddIcon, label: t('action.register'), href: links.registerNode },
    { id: 'upload', Icon: UploadIcon, label: t('action.upload'), href: links.uploadImages },
    { id: 'new-application', Icon: AddIcon, label: t('action.newApplication'), href: links.newApplication },
    { id: 'deploy', Icon: DeploymentIcon, label: t('action.deploy'), run: onDeploy, stays: true },
    ...own,
  ]
}

/** How the console is set up for its reader. */
function useOwnActions(): PaletteItem[] {
  const t = useTranslations('palette')
  const { mode, systemMode, setMode } = useColorScheme()
  const { locale, setLocale } = useLocaleControl()
  const openLayer = useOpenLayer()
  const signOut = useSignOut()
  const shown = mode === 'system' ? systemMode : mode
  const other = shown === 'dark' ? 'light' : 'dark'
  const toOther = locale === 'zh' ? t('action.english') : t('action.chinese')
  return [
    { id: 'theme', Icon: ThemeIcon, label: t(`action.${other}`), run: () => setMode(other) },
    ...(mode === 'system'
      ? []
      : [{ id: 'system-theme', Icon: ThemeIcon, label: t('action.system'), run: () => setMode('system') }]),
    { id: 'language', Icon: LanguageIcon, label: toOther, run: () => setLocale(locale === 'zh' ? 'en' : 'zh') },
    {
      id: 'keys',
      Icon: KeyboardIcon,
      label: t('action.keys'),
      run: () => openLayer('keys'),
      beside: <KeyNames keys={['?']} />,
    },
    { id: 'sign-out', Icon: SignOutIcon, label: t('action.signOut'), run: () => void signOut() },
  ]
}
