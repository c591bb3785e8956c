'use client'
import Box from '@mui/material/Box'
import { DoneIcon } from './icons'
import { VisuallyHidden, visuallyHidden } from './visually-hidden'

interface Step<S extends string> {
  id: S
  label: string
  /** What was chosen on it, in a word or two; empty where that is nothing. */
  summary: string
  /** Whether nothing is left to be done on it, or something is to be mended. */
  tone: 'none' | 'good' | 'bad'
  /** The tone in words. */
  toneText?: string
  /** Absent where it cannot be gone to. */
  onGo?: () => void
}

interface StepBarProps<S extends string> {
  label: string
  steps: readonly Step<S>[]
  current: S
}

const LABEL = 'step-label'

/** The steps of a wizard: each can be seen ahead and, where it may be, gone to. */
export function StepBar<S extends string>({ label, steps, current }: StepBarProps<S>) {
  return (
    <Box component="ol" aria-label={label} sx={listSx}>
      {steps.map(({ id, onGo, ...step }, index) => (
        <li key={id}>
          <Box
            component={onGo ? 'button' : 'div'}
            {...(onGo ? { type: 'button', onClick: onGo } : {})}
            aria-current={id === current ? 'step' : undefined}
            sx={stepSx}
          >
            <Box component="span" sx={{ ...markSx, color: step.tone === 'none' ? 'inherit' : `tone.${step.tone}` }}>
              {step.tone === 'good' ? <DoneIcon fontSize="inherit" /> : index + 1}
            </Box>
            <Box component="span" sx={textSx}>
              <Box component="span" className={LABEL} sx={labelSx}>
                {step.label}
              </Box>
              <Box component="span" sx={summarySx} title={step.summary}>
                {step.summary}
              </Box>
              {step.toneText !== undefined && <VisuallyHidden>{step.toneText}</VisuallyHidden>}
            </Box>
          </Box>
        </li>
      ))}
    </Box>
  )
}

const textSx = { minWidth: 0, maxWidth: '100%', textAlign: { xs: 'center', sm: 'left' } }
const labelSx = { display: 'block', fontWeight: 500, fontSize: { xs: '0.75rem', sm: 'inherit' } }

const listSx = {
  display: 'flex',
  gap: 2,
  containerType: 'inline-size',
  listStyle: 'none',
  m: 0,
  p: 0,
  mb: 4,
  '& > li': { flex: '1 1 0', minWidth: 0, borderTop: '3px solid', borderColor: 'divider', color: 'text.secondary' },
  '& > li:has([aria-current])': { borderColor: 'primary.main', color: 'text.primary' },
  // In a phone's dialog a word has no room in a quarter: the one that counts is seen, all are read out.
  '@container (max-width: 300px)': {
    '& > li:has([aria-current])': { flexGrow: 3 },
    [`& > li:not(:has([aria-current])) .${LABEL}`]: visuallyHidden,
  },
}

const stepSx = {
  display: 'flex',
  flexDirection: { xs: 'column', sm: 'row' },
  alignItems: { xs: 'center', sm: 'flex-start' },
  gap: { xs: 1, sm: 2 },
  width: '100%',
  height: '100%',
  p: { xs: 1, sm: 2 },
  border: 0,
  bgcolor: 'transparent',
  color: 'inherit',
  font: 'inherit',
  textAlign: 'left',
  '&:is(button)': { cursor: 'pointer' },
  '&:is(button):hover': { color: 'text.primary', bgcolor: 'action.hover' },
}

const markSx = {
  flex: 'none',
  width: 22,
  height: 22,
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  border: 1,
  borderColor: 'currentColor',
  borderRadius: '50%',
  fontSize: '0.8125rem',
}

const summarySx = {
  display: { xs: 'none', sm: 'block' },
  color: 'text.secondary',
  fontSize: '0.75rem',
  minHeight: 18,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
}
