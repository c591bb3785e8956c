'use client'
import InputAdornment from '@mui/material/InputAdornment'
import { TextLine } from '@/components/ui/text-line'
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
export function DraftField({ form, field, hint, unit, ...rest }: DraftFieldProps) {
  return (
    <TextLine
      {...rest}
      hint={hint}
      problem={form.problemOf(field)}
      value={form.draft[field]}
      onChange={(event) => form.change({ [field]: event.target.value })}
      endAdornment={unit !== undefined && <InputAdornment position="end">{unit}</InputAdornment>}
    />
  )
}
