'use client'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { nameProblem, type NameProblem } from '@/lib/client/names'

const PROBLEM = { empty: 'nameEmpty', tooLong: 'nameTooLong', control: 'nameControl' } as const satisfies Record<
  NameProblem,
  string
>

interface NameFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  autoFocus?: boolean
}

/** The name of a record of ours; says what is wrong with it as one types. */
export function NameField({ label, value, onChange, hint, autoFocus = false }: NameFieldProps) {
  const t = useTranslations('common')
  const [touched, setTouched] = useState(false)
  const problem = touched ? nameProblem(value) : undefined
  return (
    <TextField
      label={label}
      value={value}
      autoFocus={autoFocus}
      required
      error={problem !== undefined}
      helperText={problem ? t(PROBLEM[problem]) : hint}
      onChange={(event) => {
        setTouched(true)
        onChange(event.target.value)
      }}
      onBlur={() => value !== '' && setTouched(true)}
      slotProps={{ htmlInput: { autoComplete: 'off' } }}
    />
  )
}
