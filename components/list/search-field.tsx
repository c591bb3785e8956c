'use client'
import ClearIcon from '@mui/icons-material/Clear'
import SearchIcon from '@mui/icons-material/Search'
import IconButton from '@mui/material/IconButton'
import InputAdornment from '@mui/material/InputAdornment'
import OutlinedInput from '@mui/material/OutlinedInput'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

const TYPING_MS = 300

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
}

/** Searches when typing pauses; `/` anywhere on the page leads here. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const t = useTranslations('common')
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  const [composing, setComposing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)

  // The address changed by other means than typing: back, or "clear".
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (composing || typed.trim() === value) return undefined
    const timer = setTimeout(() => {
      setKnown(typed.trim())
      onChange(typed.trim())
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, value, composing, onChange])

  return (
    <OutlinedInput
      size="small"
      inputRef={input}
      value={typed}
      placeholder={t('search')}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onKeyDown={(event) => event.key === 'Escape' && setTyped('')}
      inputProps={{ 'aria-label': t('search'), maxLength: 255, 'aria-keyshortcuts': '/' }}
      startAdornment={
        <InputAdornment position="start">
          <SearchIcon fontSize="small" />
        </InputAdornment>
      }
      endAdornment={
        typed !== '' && (
          <IconButton aria-label={t('clearSearch')} onClick={() => setTyped('')}>
            <ClearIcon fontSize="small" />
          </IconButton>
        )
      }
      sx={{ width: { xs: '100%', sm: 260 }, height: 34, bgcolor: 'background.paper' }}
    />
  )
}

function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const at = event.target
      if (at instanceof HTMLElement && at.closest('input, textarea, select, [role="dialog"], [contenteditable]')) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [input])
}
