'use client'
import Autocomplete from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { useState, type UIEvent } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { useChoices, type ChoiceSource } from './use-choices'
import { useSettled } from './use-settled'

interface ChoiceFieldProps<T> {
  label: string
  source: ChoiceSource<T>
  nameOf: (item: T) => string
  /** What helps to choose, beside the name. */
  detailOf?: (item: T) => string
  /** The chosen name; "" for none. */
  value: string
  onPick: (item: T | undefined) => void
  problem: string | undefined
  hint?: string
}

const NEAR_END_PX = 60

/** A choice of one of however many records: the server searches as one types, and scrolling brings further ones. */
export function ChoiceField<T>({ label, source, nameOf, detailOf, value, onPick, problem, hint }: ChoiceFieldProps<T>) {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  const errorText = useErrorText()
  const [typed, setTyped] = useState(value)
  // What is chosen stands in the field too, and is no search.
  const search = useSettled(typed === value ? '' : typed.trim())
  const { items, loading, error, more } = useChoices(source, search)
  const names = items.map(nameOf)
  const scrolled = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    if (list.scrollTop + list.clientHeight > list.scrollHeight - NEAR_END_PX) more()
  }
  return (
    <Autocomplete
      // What is found replaces what was there; Enter takes the first of it.
      autoHighlight
      options={value === '' || names.includes(value) ? names : [value, ...names]}
      filterOptions={() => names}
      value={value === '' ? null : value}
      inputValue={typed}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, name) => onPick(items.find((item) => nameOf(item) === name))}
      renderOption={({ key, ...props }, name) => {
        const item = items.find((one) => nameOf(one) === name)
        return (
          <Box component="li" key={key} {...props} sx={{ gap: 4, justifyContent: 'space-between !important' }}>
            <span>{name}</span>{' '}
            {detailOf && item !== undefined && (
              <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem', textAlign: 'right' }}>
                {detailOf(item)}
              </Box>
            )}
          </Box>
        )
      }}
      loading={loading}
      loadingText={common('loading')}
      noOptionsText={search === '' ? t('choice.none') : common('nothingFound')}
      clearText={t('choice.clear')}
      openText={t('choice.open')}
      closeText={common('close')}
      slotProps={{
        listbox: { onScroll: scrolled },
        paper: { sx: { border: 1, borderColor: 'divider', bgcolor: 'background.raised' } },
      }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          required
          error={problem !== undefined || error !== undefined}
          helperText={error ? errorText(error) : (problem ?? hint)}
        />
      )}
    />
  )
}
