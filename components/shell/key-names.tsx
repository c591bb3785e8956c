'use client'
import Box from '@mui/material/Box'

/** Keys as they are printed on the keyboard, one after another. */
export function KeyNames({ keys }: { keys: readonly string[] }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 1, flex: 'none' }}>
      {keys.map((key) => (
        <Box component="kbd" key={key} sx={KEY}>
          {key}
        </Box>
      ))}
    </Box>
  )
}

const KEY = {
  minWidth: 20,
  px: 1.5,
  border: 1,
  borderColor: 'divider',
  borderRadius: '4px',
  bgcolor: 'background.default',
  color: 'text.secondary',
  fontFamily: 'inherit',
  fontSize: '0.75rem',
  lineHeight: '18px',
  textAlign: 'center',
} as const
