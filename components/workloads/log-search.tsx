'use client'
import IconButton from '@mui/material/IconButton'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { NextIcon, PreviousIcon } from '@/components/ui/icons'

interface LogSearchProps {
  search: string
  onSearch: (text: string) => void
  found: number
  /** Which of those found one has come to. */
  at: number | undefined
  onAt: (at: number) => void
}

/** Finds text among the lines that are kept; Enter goes to the next, Shift and Enter to the one before. */
export function LogSearch({ search, onSearch, found, at, onAt }: LogSearchProps) {
  const t = useTranslations('workloads')
  const step = (by: number) => {
    if (found > 0) onAt(at === undefined ? (by > 0 ? 0 : found - 1) : (Math.min(at, found - 1) + by + found) % found)
  }
  return (
    <div role="search" style={{ display: 'flex', alignItems: 'center' }}>
      <TextField
        size="small"
        sx={{ width: { xs: 160, sm: 240 } }}
        label={t('search.label')}
        value={search}
        onChange={({ target }) => onSearch(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          step(event.shiftKey ? -1 : 1)
        }}
      />
      {search !== '' && (
        <>
          <span role="status" style={{ padding: '0 8px', whiteSpace: 'nowrap' }}>
            {at === undefined || found === 0
              ? t('search.found', { count: found })
              : t('search.at', { at: Math.min(at, found - 1) + 1, count: found })}
          </span>
          <IconButton aria-label={t('search.previous')} onClick={() => step(-1)} disabled={found === 0}>
            <PreviousIcon fontSize="small" />
          </IconButton>
          <IconButton aria-label={t('search.next')} onClick={() => step(1)} disabled={found === 0}>
            <NextIcon fontSize="small" />
          </IconButton>
        </>
      )}
    </div>
  )
}
