'use client'
import { useTranslations } from 'next-intl'
import { StepBar } from '@/components/ui/step-bar'

const JOIN_STEPS = ['register', 'arch', 'command', 'wait'] as const
export type JoinStep = (typeof JOIN_STEPS)[number]

interface JoinStepBarProps {
  current: JoinStep
  /** What was chosen on a step, in a word; empty where that is nothing. */
  summaryOf: (step: JoinStep) => string
  /** Absent where no step can be gone to yet. */
  onGo?: (step: JoinStep) => void
  /** The machine has joined: all steps are done. */
  here?: boolean
}

/** The way of a machine into the cluster: each step can be gone back to once there is a node. */
export function JoinStepBar({ current, summaryOf, onGo, here = false }: JoinStepBarProps) {
  const t = useTranslations('nodes')
  const at = JOIN_STEPS.indexOf(current)
  const steps = JOIN_STEPS.map((id, index) => {
    const done = here || index < at
    return {
      id,
      label: t(`join.step.${id}`),
      summary: summaryOf(id),
      tone: done ? ('good' as const) : ('none' as const),
      toneText: done ? t('join.stepDone') : undefined,
      onGo: onGo !== undefined && id !== 'register' && !here ? () => onGo(id) : undefined,
    }
  })
  return <StepBar label={t('join.steps')} steps={steps} current={current} />
}
