'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DownloadIcon } from '@/components/ui/icons'
import { logAddress, type LogWish } from '@/lib/client/log-follower'

export interface LogOptions {
  /** Of the run before this one. */
  previous: boolean
  /** Whether each line shows its time. */
  times: boolean
  tailLines: number
  /** As a field for date and time has them; empty: no bound. */
  since: string
  until: string
}

interface LogToolsProps {
  options: LogOptions
  onChange: (options: LogOptions) => void
  wish: LogWish
}

const TAILS = [100, 1000, 10_000]

/** What of the log is shown, and how; and all of it as a file. */
export function LogTools({ options, onChange, wish }: LogToolsProps) {
  const t = useTranslations('workloads')
  const [ranged, setRanged] = useState(false)
  const set = (part: Partial<LogOptions>) => onChange({ ...options, ...part })
  const check = (name: 'previous' | 'times') => (
    <FormControlLabel
      control={<Checkbox checked={options[name]} onChange={(_, checked) => set({ [name]: checked })} />}
      label={t(`tools.${name}`)}
    />
  )
  const moment = (name: 'since' | 'until') => (
    <TextField
      size="small"
      type="datetime-local"
      sx={{ width: 'auto' }}
      label={t(`tools.${name}`)}
      value={options[name]}
      onChange={({ target }) => set({ [name]: target.value })}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { step: 1 } }}
    />
  )
  const { tailLines: _, ...whole } = wish
  return (
    <>
      <TextField
        select
        size="small"
        sx={{ width: 'auto' }}
        label={t('tools.tail')}
        value={options.tailLines}
        onChange={({ target }) => set({ tailLines: Number(target.value) })}
        slotProps={{ select: { native: true } }}
      >
        {TAILS.map((count) => (
          <option key={count} value={count}>
            {t('tools.lines', { count })}
          </option>
        ))}
      </TextField>
      {check('previous')}
      {check('times')}
      <Button
        variant="outlined"
        aria-expanded={ranged}
        onClick={() => {
          if (ranged) set({ since: '', until: '' })
          setRanged(!ranged)
        }}
      >
        {t('tools.range')}
      </Button>
      <Button
        variant="outlined"
        startIcon={<DownloadIcon />}
        href={logAddress(whole, { download: 'true', timestamps: String(options.times) })}
      >
        {t('tools.download')}
      </Button>
      {ranged && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, width: '100%' }}>
          {moment('since')}
          {moment('until')}
        </Box>
      )}
    </>
  )
}
