'use client'
import { useEffect, useRef, useState } from 'react'
import type { VersionForm } from './use-version-form'
import { stepBeside, STEPS, type Step } from './wizard-steps'

/**
 * Where one is in the wizard. Any step can be gone to; one that was left says what is to be mended on it. Of a version
 * that is made from another, image and way to run are there from the start.
 */
export function useSteps(form: VersionForm, prefilled: boolean) {
  const [step, setStep] = useState<Step>('name')
  const [left, setLeft] = useState<ReadonlySet<Step>>(new Set(prefilled ? ['image', 'run'] : []))
  const formRef = useRef<HTMLFormElement>(null)
  const titleRef = useRef<HTMLHeadingElement>(null)
  /** Counts: each time one is to be led to the step's title, or to its first field that is wrong. */
  const [moves, setMoves] = useState(0)
  const [mends, setMends] = useState(0)

  useEffect(() => {
    if (moves > 0) titleRef.current?.focus()
  }, [moves])
  useEffect(() => {
    if (mends > 0) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [mends])

  const go = (to: Step) => {
    if (to === step) return
    form.check(step)
    setLeft(new Set([...left, step]))
    setStep(to)
    setMoves(moves + 1)
  }
  const mend = (to: Step) => {
    go(to)
    form.check(to)
    setMends(mends + 1)
  }
  return {
    step,
    formRef,
    titleRef,
    go,
    mend,
    done: new Set(STEPS.filter((one) => left.has(one) && one !== 'review' && !form.faulty.has(one))),
    wrong: new Set(STEPS.filter((one) => left.has(one) && form.faulty.has(one))),
    back: () => go(stepBeside(step, -1)),
    next: () => {
      if (form.check(step)) go(stepBeside(step, 1))
      else setMends(mends + 1)
    },
    /** Whether all can be sent; if not, leads to the first step that it fails on. */
    finish: (): boolean => {
      const first = STEPS.find((one) => form.faulty.has(one))
      if (first === undefined) return true
      mend(first)
      return false
    },
  }
}
