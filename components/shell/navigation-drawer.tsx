'use client'
import Drawer from '@mui/material/Drawer'
import { useTranslations } from 'next-intl'
import { NavigationLinks } from './navigation-links'

const WIDTH = 240

/** The navigation on narrow screens. */
export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell')
  return (
    <Drawer open onClose={onClose} slotProps={{ paper: { 'aria-label': t('navigation'), sx: { width: WIDTH } } }}>
      <NavigationLinks onFollow={onClose} />
    </Drawer>
  )
}
