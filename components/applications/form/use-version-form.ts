'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { findProblems, type FieldName, type Problem } from './draft-problems'
import { offeredArch, type OfferedArch } from './offered-arch'
import { useTaken } from './use-taken'
import type { VersionDraft } from './version-draft'
import { stepOf, STEPS, type Step } from './wizard-steps'

export interface VersionForm {
  draft: VersionDraft
  /** Whether anything was entered. */
  changed: boolean
  /** Sets fields; their problems are shown from then on. `touched` names others instead, such as one port of a row. */
  change: (patch: Partial<VersionDraft>, touched?: readonly FieldName[]) => void
  /** What to say below the field, once it was touched or its step was to be left. */
  problemOf: (field: FieldName) => string | undefined
  /** The chosen image version, once it has been read. */
  image: ImageVersionRecord | undefined
  /** Undefined until the chosen image has been read. */
  offered: OfferedArch | undefined
  /** There is an application of that name already. */
  appExists: boolean
  /** The steps that something stands in the way on. */
  faulty: ReadonlySet<Step>
  /** From now on every problem of the step is shown; whether there is none. */
  check: (step: Step) => boolean
}

/** Two values that do not go together: shown whichever of them was touched. */
const OF_PAIRS: ReadonlySet<Problem> = new Set(['belowRequest', 'portTwice', 'archNotInImage', 'versionTaken'])

export function useVersionForm(initial: VersionDraft): VersionForm {
  const [draft, setDraft] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<FieldName>>(new Set())
  const [checked, setChecked] = useState<ReadonlySet<Step>>(new Set())
  const image = useImage(draft)
  const offered = useMemo(() => image && offeredArch(image.platforms), [image])
  const taken = useTaken(draft.appName, draft.version)
  const problems = useMemo(() => findProblems(draft, offered, taken.version), [draft, offered, taken.version])
  const problemText = useProblemText()
  const faulty = new Set(STEPS.filter((step) => fieldsOf(problems).some((field) => stepOf(field) === step)))

  return {
    draft,
    changed: draft !== initial,
    image,
    offered,
    appExists: taken.app,
    faulty,
    change: (patch, fields = Object.keys(patch) as (keyof VersionDraft)[]) => {
      setDraft((before) => ({ ...before, ...patch }))
      setTouched((before) => new Set([...before, ...fields]))
    },
    problemOf: (field) => {
      const problem = problems[field]
      if (!problem || !(checked.has(stepOf(field)) || touched.has(field) || OF_PAIRS.has(problem))) return undefined
      return problemText(problem)
    },
    check: (step) => {
      setChecked((before) => new Set([...before, step]))
      return !faulty.has(step)
    },
  }
}

const fieldsOf = (problems: ReturnType<typeof findProblems>) => Object.keys(problems) as FieldName[]

function useImage({ orgName, imageName, imageVersion }: VersionDraft): ImageVersionRecord | undefined {
  const content = imageVersion === '' ? null : { orgName, imageName, imageVersion }
  return useOperation('image/describeImageVersion', content).data?.imageVersion
}

const OF_NAMES = { empty: 'nameEmpty', tooLong: 'nameTooLong', control: 'nameControl' } as const

function useProblemText(): (problem: Problem) => string {
  const t = useTranslations('applications')
  const common = useTranslations('common')
  return (problem) => {
    if (problem === 'empty' || problem === 'tooLong' || problem === 'control') return common(OF_NAMES[problem])
    return t(`problem.${problem}`)
  }
}
