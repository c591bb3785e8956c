'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

interface SectionProps {
  title?: string
  actions?: ReactNode
  children: ReactNode
  /** For a list, whose rows reach the border. */
  flush?: boolean
}

/** A bordered surface with an optional title. */
export function Section({ title, actions, children, flush = false }: SectionProps) {
  return (
    <Box
      component="section"
      sx={{
        bgcolor: 'background.paper',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        mb: 4,
        overflow: 'hidden',
      }}
    >
      {(title !== undefined || actions !== undefined) && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, px: 4, pt: 3, pb: flush ? 2 : 0 }}>
          {title !== undefined && <Typography variant="h2">{title}</Typography>}
          <Box sx={{ ml: 'auto', display: 'flex', gap: 2 }}>{actions}</Box>
        </Box>
      )}
      <Box sx={{ p: flush ? 0 : 4 }}>{children}</Box>
    </Box>
  )
}
