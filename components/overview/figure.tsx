'use client'
import Box from '@mui/material/Box'
import { useFormatter } from 'next-intl'
import NextLink from 'next/link'
import type { ReactNode } from 'react'

interface FigureProps {
  /** Undefined until known. */
  value: number | undefined
  failed: boolean
  href: string
  label: ReactNode
}

/** A number that leads to what it counts. */
export function Figure({ value, failed, href, label }: FigureProps) {
  const format = useFormatter()
  const text = value === undefined ? (failed ? '–' : ' ') : format.number(value)
  return (
    <Box
      component={NextLink}
      href={href}
      sx={{
        display: 'block',
        color: 'inherit',
        textDecoration: 'none',
        borderRadius: 1,
        p: 3,
        m: -3,
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Box
        component="span"
        sx={{ display: 'block', fontSize: '1.5rem', fontWeight: 600, lineHeight: '32px', minHeight: 32 }}
      >
        {text}
      </Box>
      <Box component="span" sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
        {label}
      </Box>
    </Box>
  )
}
