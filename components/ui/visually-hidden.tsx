'use client'
import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

interface VisuallyHiddenProps {
  children: ReactNode
  /** For what is described by it. */
  id?: string
  role?: 'status'
}

/** As a style: for what is seen where there is room. */
export const visuallyHidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const

/** Text for assistive technology alone. */
export function VisuallyHidden({ children, id, role }: VisuallyHiddenProps) {
  return (
    <Box component="span" id={id} role={role} sx={visuallyHidden}>
      {children}
    </Box>
  )
}
