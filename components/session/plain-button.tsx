'use client'
import Box from '@mui/material/Box'
import type { SxProps } from '@mui/material/styles'
import type { ComponentPropsWithoutRef } from 'react'

/** Plain styles, which can be spread into others. */
type Styles = Extract<SxProps, Readonly<Record<string, unknown>>>

interface PlainButtonProps extends Omit<ComponentPropsWithoutRef<'button'>, 'color'> {
  look: 'filled' | 'text' | 'icon'
  sx?: Styles
}

/** The button of the sign-in: the library's own would be a twentieth of all that this first page loads. */
export function PlainButton({ look, sx = {}, ...rest }: PlainButtonProps) {
  return <Box component="button" type="button" {...rest} sx={{ ...BASE, ...LOOKS[look], ...sx }} />
}

const BASE: Styles = {
  minHeight: 34,
  px: 3,
  border: 0,
  borderRadius: 1,
  font: 'inherit',
  fontWeight: 500,
  cursor: 'pointer',
  bgcolor: 'transparent',
  color: 'text.primary',
  '&:hover': { bgcolor: 'action.hover' },
  '&:focus-visible': { outline: 2, outlineStyle: 'solid', outlineColor: 'primary.main', outlineOffset: 2 },
}

const LOOKS: Record<PlainButtonProps['look'], Styles> = {
  filled: {
    minHeight: 40,
    bgcolor: 'primary.main',
    color: 'primary.contrastText',
    '&:hover': { bgcolor: 'primary.dark' },
    '&:disabled': { bgcolor: 'action.disabledBackground', color: 'text.disabled', cursor: 'default' },
  },
  text: { '&[aria-pressed="true"]': { color: 'primary.main' } },
  icon: { px: 1, display: 'flex', alignItems: 'center', color: 'text.secondary' },
}
