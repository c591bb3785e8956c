'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { DoneIcon } from '@/components/ui/icons'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { STEPS, type Step } from './wizard-steps'

interface StepListProps {
  current: Step
  /** Steps that nothing more is to be done on. */
  done: ReadonlySet<Step>
  /** Steps that were left with something to be mended. */
  wrong: ReadonlySet<Step>
  /** What was chosen on them, in a word or two. */
  summaryOf: (step: Step) => string
  onGo: (step: Step) => void
}

/** The way through the form: each step can be seen ahead and gone back to. */
export function StepList({ current, done, wrong, summaryOf, onGo }: StepListProps) {
  const t = useTranslations('applications')
  return (
    <Box component="ol" aria-label={t('wizard.steps')} sx={listSx}>
      {STEPS.map((step, index) => {
        const tone = wrong.has(step) ? 'bad' : done.has(step) ? 'good' : 'none'
        return (
          <Box component="li" key={step} sx={{ minWidth: 0 }}>
            <Box
              component="button"
              type="button"
              aria-current={step === current ? 'step' : undefined}
              onClick={() => onGo(step)}
              sx={stepSx}
            >
              <Box component="span" sx={{ ...markSx, color: tone === 'none' ? 'text.secondary' : `tone.${tone}` }}>
                {tone === 'good' ? <DoneIcon fontSize="inherit" /> : index + 1}
              </Box>
              <Box component="span" sx={{ minWidth: 0, textAlign: { xs: 'center', sm: 'left' } }}>
                <Box component="span" sx={{ display: 'block', fontWeight: 500 }}>
                  {t(`wizard.step.${step}`)}
                </Box>
                <Box component="span" sx={summarySx}>
                  {summaryOf(step)}
                </Box>
                {tone !== 'none' && <VisuallyHidden>{t(`wizard.${tone}`)}</VisuallyHidden>}
              </Box>
            </Box>
          </Box>
        )
      })}
    </Box>
  )
}

const listSx = {
  display: 'grid',
  gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
  gap: 2,
  listStyle: 'none',
  m: 0,
  p: 0,
  mb: 4,
}

const stepSx = {
  display: 'flex',
  flexDirection: { xs: 'column', sm: 'row' },
  alignItems: 'center',
  gap: { xs: 1, sm: 2 },
  width: '100%',
  height: '100%',
  p: 2,
  border: 0,
  borderTop: '3px solid',
  borderColor: 'divider',
  bgcolor: 'transparent',
  color: 'text.secondary',
  font: 'inherit',
  textAlign: 'left',
  cursor: 'pointer',
  '&:hover': { color: 'text.primary', bgcolor: 'action.hover' },
  '&[aria-current]': { color: 'text.primary', borderColor: 'primary.main' },
}

const markSx = {
  flex: 'none',
  width: 24,
  height: 24,
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
