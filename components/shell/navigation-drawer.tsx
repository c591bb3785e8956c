'use client'
import Drawer from '@mui/material/Drawer'
import { NavigationLinks } from './navigation-links'

const WIDTH = 240

/** The navigation on narrow screens. */
export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} slotProps={{ paper: { sx: { width: WIDTH } } }}>
      <NavigationLinks onFollow={onClose} />
    </Drawer>
  )
}
