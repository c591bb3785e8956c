'use client'
import Box from '@mui/material/Box'
import NextLink from 'next/link'
import { useFormatter } from 'next-intl'
import type { Attention } from './use-attention'

/** How many need attention, beside the page that they are on; leads to those. */
export function AttentionLink({ href, count, text, onFollow }: Attention & { onFollow?: () => void }) {
  const format = useFormatter()
  return (
    <Box component={NextLink} href={href} prefetch={false} onClick={onFollow} aria-label={text} title={text} sx={BADGE}>
      {format.number(count, { notation: 'compact', maximumFractionDigits: 1 })}
    </Box>
  )
}

const BADGE = {
  position: 'absolute',
  right: 6,
  top: 6,
  minWidth: 24,
  height: 24,
  px: 1.5,
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  borderRadius: '6px',
  bgcolor: 'tint.bad',
  color: 'tone.bad',
  fontSize: '0.75rem',
  fontWeight: 600,
  textDecoration: 'none',
  '&:hover': { textDecoration: 'underline' },
} as const
