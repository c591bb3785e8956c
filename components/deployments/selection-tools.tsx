'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

interface SelectionToolsProps {
  count: number
  onClear: () => void
  /** What to do with the selection. */
  children: ReactNode
}

/** How many are selected, across pages, and what to do with them; nothing while none is. */
export function SelectionTools({ count, onClear, children }: SelectionToolsProps) {
  const common = useTranslations('common')
  if (count === 0) return null
  return (
    <Box role="status" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
      <Box component="span" sx={{ fontWeight: 500 }}>
        {common('selected', { count })}
      </Box>
      {children}
      <Button color="inherit" onClick={onClear}>
        {common('clearSelection')}
      </Button>
    </Box>
  )
}
