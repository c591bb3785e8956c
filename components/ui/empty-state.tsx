'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  title: string
  /** Where it is all that the page says. */
  titleAs?: 'h1'
  text: string
  /** The first thing to do. */
  action?: ReactNode
  /** Where it is explained. */
  learn?: ReactNode
}

export function EmptyState({ title, titleAs, text, action, learn }: EmptyStateProps) {
  return (
    <Box sx={{ py: 12, px: 4, display: 'flex', flexDirection: 'column', alignItems: 'center', textAlign: 'center' }}>
      <Typography variant="h2" component={titleAs ?? 'p'}>
        {title}
      </Typography>
      <Typography sx={{ color: 'text.secondary', maxWidth: 480, mt: 1, mb: action ? 4 : 0 }}>{text}</Typography>
      {action}
      {learn && <Box sx={{ mt: 4 }}>{learn}</Box>}
    </Box>
  )
}
