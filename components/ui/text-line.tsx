'use client'
import FormControl from '@mui/material/FormControl'
import FormHelperText from '@mui/material/FormHelperText'
import InputLabel from '@mui/material/InputLabel'
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput'
import { useId } from 'react'

interface TextLineProps extends Pick<
  OutlinedInputProps,
  'value' | 'onChange' | 'inputMode' | 'endAdornment' | 'autoFocus' | 'multiline' | 'required' | 'disabled'
> {
  label: string
  hint: string | undefined
  /** Said below the field in place of the hint. */
  problem: string | undefined
}

/** MUI's TextField for text alone. That one brings the menu of a select along, too much for a page's first look. */
export function TextLine({ label, hint, problem, required, disabled, inputMode, ...input }: TextLineProps) {
  const id = useId()
  const helper = problem ?? hint
  const described = helper === undefined ? undefined : `${id}-helper-text`
  return (
    <FormControl required={required} disabled={disabled} error={problem !== undefined}>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        {...input}
        id={id}
        label={label}
        aria-describedby={described}
        inputProps={{ autoComplete: 'off', inputMode }}
      />
      {helper !== undefined && <FormHelperText id={described}>{helper}</FormHelperText>}
    </FormControl>
  )
}
