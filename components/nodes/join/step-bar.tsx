'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { DoneIcon } from '@/components/ui/icons'
import { VisuallyHidden } from '@/components/ui/visually-hidden'

const JOIN_STEPS = ['register', 'arch', 'command', 'wait'] as const
export type JoinStep = (typeof JOIN_STEPS)[number]

interface StepBarProps {
  current: JoinStep
  /** What was chosen on a step, in a word; empty where that is nothing. */
  summaryOf: (step: JoinStep) => string
  /** Absent where no step can be gone to yet. */
  onGo?: (step: JoinStep) => void
  /** The machine has joined: all steps are done. */
  here?: boolean
}

/** The way of a machine into the cluster: each step can be seen ahead, and gone back to once there is a node. */
export function StepBar({ current, summaryOf, onGo, here = false }: StepBarProps) {
  const t = useTranslations('nodes')
  const at = JOIN_STEPS.indexOf(current)
  return (
    <Box component="ol" aria-label={t('join.steps')} sx={listSx}>
      {JOIN_STEPS.map((step, index) => {
        const done = here || index < at
        const reachable = onGo !== undefined && step !== 'register' && !here
        return (
          <Box component="li" key={step} sx={{ minWidth: 0 }} aria-current={step === current ? 'step' : undefined}>
            <Box
              component={reachable ? 'button' : 'div'}
              {...(reachable ? { type: 'button', onClick: () => onGo(step) } : {})}
              sx={stepSx}
            >
              <Box component="span" sx={{ ...markSx, color: done ? 'tone.good' : 'inherit' }}>
                {done ? <DoneIcon fontSize="inherit" /> : index + 1}
              </Box>
              <Box component="span" sx={{ minWidth: 0, textAlign: { xs: 'center', sm: 'left' }, maxWidth: '100%' }}>
                <Box
                  component="span"
                  sx={{ display: 'block', fontWeight: 500, fontSize: { xs: '0.75rem', sm: 'inherit' } }}
                >
                  {t(`join.step.${step}`)}
                </Box>
                <Box component="span" sx={summarySx} title={summaryOf(step)}>
                  {summaryOf(step)}
                </Box>
                {done && <VisuallyHidden>{t('join.stepDone')}</VisuallyHidden>}
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
  '& > li': { borderTop: '3px solid', borderColor: 'divider', color: 'text.secondary' },
  '& > li[aria-current]': { borderColor: 'primary.main', color: 'text.primary' },
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
