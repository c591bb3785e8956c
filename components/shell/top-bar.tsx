'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MenuIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { AccountMenu } from './account-menu'
import { Brand } from './brand'
import { PaletteButton } from './palette-button'

const NavigationDrawer = lazyPart(async () => (await import('./navigation-drawer')).NavigationDrawer)

export function TopBar() {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  return (
    <Box
      component="header"
      sx={{
        height: 52,
        flex: 'none',
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: { xs: 3, md: 6 },
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        position: 'sticky',
        top: 0,
        zIndex: 'appBar',
      }}
    >
      <Box sx={{ display: { xs: 'flex', md: 'none' }, alignItems: 'center', gap: 2 }}>
        <IconButton aria-label={t('openMenu')} aria-expanded={open} onClick={() => setOpen(true)}>
          <MenuIcon />
        </IconButton>
        <Brand />
      </Box>
      {open && <NavigationDrawer onClose={() => setOpen(false)} />}
      <Box sx={{ ml: { xs: 'auto', md: 0 } }}>
        <PaletteButton />
      </Box>
      <Box sx={{ ml: { md: 'auto' } }}>
        <AccountMenu />
      </Box>
    </Box>
  )
}
