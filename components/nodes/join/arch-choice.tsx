'use client'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { ArchType } from '@/lib/nodes/schema'
import { ARCH_TYPES } from '../arch-types'

export function ArchChoice({ value, onChange }: { value: ArchType; onChange: (arch: ArchType) => void }) {
  const t = useTranslations('nodes')
  const id = useId()
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, mb: 3 }}>
      <span id={id}>{t('join.arch')}</span>
      <ToggleButtonGroup
        exclusive
        size="small"
        color="primary"
        value={value}
        aria-labelledby={id}
        onChange={(_, chosen: ArchType | null) => chosen && onChange(chosen)}
      >
        {ARCH_TYPES.map((arch) => (
          <ToggleButton key={arch} value={arch} sx={{ textTransform: 'none', py: 1, px: 3 }}>
            {arch}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  )
}
