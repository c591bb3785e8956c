'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { CloseIcon, SearchIcon } from '@/components/ui/icons'
import { isTyping, layerIsOpen } from '@/lib/client/key-scope'

const TYPING_MS = 300

/** An input of its own: MUI's bring text areas, labels and selects along into every list. */
const FIELD = {
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  px: 3,
  width: { xs: '100%', sm: 260 },
  height: 34,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  bgcolor: 'background.paper',
  '&:hover': { borderColor: 'text.secondary' },
  '&:focus-within': { borderColor: 'primary.main', outline: '1px solid', outlineColor: 'primary.main' },
} as const

const INPUT = {
  flex: 1,
  minWidth: 0,
  border: 0,
  p: 0,
  outline: 'none',
  bgcolor: 'transparent',
  color: 'inherit',
  font: 'inherit',
  '&::placeholder': { color: 'text.secondary', opacity: 1 },
} as const

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
}

/** Searches when typing pauses; `/` anywhere on the page leads here. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const t = useTranslations('common')
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  /** The search that the address was last given or had: it may take a while until `value` says so. */
  const [sent, setSent] = useState(value)
  const [composing, setComposing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)

  if (known !== value) {
    setKnown(value)
    // The address changed by other means than typing: back, or "clear".
    if (value !== sent) {
      setSent(value)
      setTyped(value)
    }
  }
  useEffect(() => {
    if (composing || typed.trim() === value) return undefined
    const timer = setTimeout(() => {
      setSent(typed.trim())
      onChange(typed.trim())
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, value, composing, onChange])

  return (
    <Box sx={FIELD}>
      <SearchIcon fontSize="small" sx={{ color: 'text.secondary', flex: 'none' }} />
      <Box
        component="input"
        ref={input}
        type="text"
        inputMode="search"
        value={typed}
        placeholder={t('search')}
        aria-label={t('search')}
        aria-keyshortcuts="/"
        maxLength={255}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped('')}
        sx={INPUT}
      />
      {typed !== '' && (
        <IconButton aria-label={t('clearSearch')} onClick={() => setTyped('')} sx={{ mr: -2 }}>
          <CloseIcon fontSize="small" />
        </IconButton>
      )}
    </Box>
  )
}

function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.defaultPrevented || isTyping(event.target) || layerIsOpen()) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [input])
}
