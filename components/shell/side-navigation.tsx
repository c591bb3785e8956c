'use client'
import Box from '@mui/material/Box'
import { Brand } from './brand'
import { NavigationLinks } from './navigation-links'

const WIDTH = 208

/** On wide screens; the top bar has a drawer for narrow ones. */
export function SideNavigation() {
  return (
    <Box
      sx={{
        display: { xs: 'none', md: 'block' },
        width: WIDTH,
        flex: 'none',
        borderRight: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        position: 'sticky',
        top: 0,
        height: '100vh',
      }}
    >
      <NavigationLinks>
        <Box sx={{ px: 2, mb: 2, height: 52, display: 'flex', alignItems: 'center' }}>
          <Brand />
        </Box>
      </NavigationLinks>
    </Box>
  )
}
