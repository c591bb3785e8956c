'use client'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import type { VersionForm } from './use-version-form'

type TextFieldName =
  'appName' | 'functionType' | 'description' | 'version' | 'cpuQuota' | 'maxCpuQuota' | 'memoryQuota' | 'maxMemoryQuota'

interface DraftFieldProps {
  form: VersionForm
  field: TextFieldName
  label: string
  hint?: string
  unit?: string
  inputMode?: 'decimal' | 'numeric'
  required?: boolean
  disabled?: boolean
  autoFocus?: boolean
  multiline?: boolean
}

/** A text of the draft, with what is wrong with it below. */
export function DraftField({ form, field, label, hint, unit, inputMode, ...rest }: DraftFieldProps) {
  const problem = form.problemOf(field)
  return (
    <TextField
      {...rest}
      label={label}
      value={form.draft[field]}
      error={problem !== undefined}
      helperText={problem ?? hint}
      onChange={(event) => form.change({ [field]: event.target.value })}
      slotProps={{
        htmlInput: { autoComplete: 'off', inputMode },
        input: unit === undefined ? {} : { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> },
      }}
    />
  )
}
