'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import type { ChangeEvent } from 'react'
import { CloseIcon, SearchIcon } from '@/components/ui/icons'
import type { PaletteMode } from './use-palette-groups'

interface PaletteFieldProps {
  value: string
  onChange: (value: string) => void
  mode: PaletteMode
  /** Id of the list that it searches. */
  list: string
  activeId: string | undefined
  onClose: () => void
}

export function PaletteField({ value, onChange, mode, list, activeId, onClose }: PaletteFieldProps) {
  const t = useTranslations('palette')
  const common = useTranslations('common')
  const hint = mode === 'deploy' ? t('deployPlaceholder') : t('placeholder')
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, px: 4, borderBottom: 1, borderColor: 'divider' }}>
      <SearchIcon fontSize="small" sx={{ color: 'text.secondary', flex: 'none' }} />
      <Box
        component="input"
        autoFocus
        role="combobox"
        type="text"
        inputMode="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={value}
        placeholder={hint}
        aria-label={hint}
        aria-expanded={activeId !== undefined}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        sx={INPUT}
      />
      <IconButton aria-label={common('close')} onClick={onClose} sx={{ mr: -2 }}>
        <CloseIcon fontSize="small" />
      </IconButton>
    </Box>
  )
}

const INPUT = {
  flex: 1,
  minWidth: 0,
  height: 52,
  border: 0,
  p: 0,
  outline: 'none',
  bgcolor: 'transparent',
  color: 'inherit',
  font: 'inherit',
  fontSize: '1rem',
  '&::placeholder': { color: 'text.secondary', opacity: 1 },
} as const
