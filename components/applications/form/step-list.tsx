'use client'
import { useTranslations } from 'next-intl'
import { StepBar } from '@/components/ui/step-bar'
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
  const steps = STEPS.map((id) => {
    const tone: 'bad' | 'good' | 'none' = wrong.has(id) ? 'bad' : done.has(id) ? 'good' : 'none'
    return {
      id,
      label: t(`wizard.step.${id}`),
      summary: summaryOf(id),
      tone,
      toneText: tone === 'none' ? undefined : t(`wizard.${tone}`),
      onGo: () => onGo(id),
    }
  })
  return <StepBar label={t('wizard.steps')} steps={steps} current={current} />
}
