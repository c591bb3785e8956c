'use client'
import Box from '@mui/material/Box'
import { useId } from 'react'

interface ChoiceCardsProps<V extends string> {
  legend: string
  value: V
  choices: readonly { value: V; label: string; hint: string }[]
  onChange: (value: V) => void
}

/** One of a few, all in sight, each with what it means. */
export function ChoiceCards<V extends string>({ legend, value, choices, onChange }: ChoiceCardsProps<V>) {
  const id = useId()
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Box component="legend" sx={{ p: 0, mb: 2, fontSize: '0.8125rem', color: 'text.secondary' }}>
        {legend}
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: `repeat(${choices.length}, 1fr)` }, gap: 2 }}>
        {choices.map((choice, index) => (
          <Box component="label" key={choice.value} sx={cardSx} htmlFor={`${id}-${index}`}>
            <Box
              component="input"
              type="radio"
              id={`${id}-${index}`}
              name={id}
              value={choice.value}
              checked={choice.value === value}
              aria-describedby={`${id}-${index}-hint`}
              onChange={() => onChange(choice.value)}
              sx={{
                m: 0,
                mt: 0.5,
                width: 16,
                height: 16,
                flex: 'none',
                accentColor: 'var(--mui-palette-primary-main)',
              }}
            />
            <span>
              <Box component="span" sx={{ display: 'block', fontWeight: 500 }}>
                {choice.label}
              </Box>
              <Box
                component="span"
                id={`${id}-${index}-hint`}
                aria-hidden
                sx={{ display: 'block', color: 'text.secondary', fontSize: '0.8125rem' }}
              >
                {choice.hint}
              </Box>
            </span>
          </Box>
        ))}
      </Box>
    </Box>
  )
}

const cardSx = {
  display: 'flex',
  alignItems: 'flex-start',
  gap: 2,
  p: 3,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  cursor: 'pointer',
  '&:hover': { borderColor: 'text.secondary' },
  '&:has(:checked)': { borderColor: 'primary.main', bgcolor: 'action.selected' },
}
