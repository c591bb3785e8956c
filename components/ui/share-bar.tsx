import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

/** Beyond this share little more fits. */
const TIGHT_SHARE = 0.9

interface ShareBarProps {
  label: string
  /** From 0 to 1, or above where there is more than fits. */
  share: number
  /** The share in words. */
  value: string
  /** What is behind the share. */
  children: ReactNode
}

/** How much of something is taken: named, as a bar, and in figures. */
export function ShareBar({ label, share, value, children }: ShareBarProps) {
  const isTight = share > TIGHT_SHARE
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, mb: 1 }}>
        <Box component="span" sx={{ fontWeight: 500 }}>
          {label}
        </Box>
        <Box component="span" sx={{ color: isTight ? 'tone.attention' : 'text.secondary' }}>
          {value}
        </Box>
      </Box>
      <Box aria-hidden sx={{ height: 8, borderRadius: 1, bgcolor: 'divider', overflow: 'hidden', mb: 1 }}>
        <Box
          style={{ width: `${Math.min(1, share) * 100}%` }}
          sx={{ height: '100%', bgcolor: isTight ? 'tone.attention' : 'primary.main' }}
        />
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{children}</Box>
    </Box>
  )
}
