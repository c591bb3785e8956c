'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { useOperation } from '@/lib/client/use-operation'
import { findProblems, type FieldName, type Problem } from './draft-problems'
import { offeredArch, type OfferedArch } from './offered-arch'
import type { VersionDraft } from './version-draft'

export interface VersionForm {
  draft: VersionDraft
  /** Sets fields; their problems are shown from then on. `touched` names others instead, such as one port of a row. */
  change: (patch: Partial<VersionDraft>, touched?: readonly FieldName[]) => void
  /** What to say below the field, once it was touched or the form was to be sent. */
  problemOf: (field: FieldName) => string | undefined
  /** Undefined until the chosen image has been read. */
  offered: OfferedArch | undefined
  /** Whether nothing stands in the way of sending it. */
  complete: boolean
  /** From now on every problem is shown; whether there is none. */
  check: () => boolean
}

/** Two values that do not go together: shown whichever of them was touched. */
const OF_PAIRS: ReadonlySet<Problem> = new Set(['belowRequest', 'portTwice', 'archNotInImage'])

export function useVersionForm(initial: VersionDraft): VersionForm {
  const [draft, setDraft] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<FieldName>>(new Set())
  const [checked, setChecked] = useState(false)
  const offered = useOffered(draft)
  const problems = useMemo(() => findProblems(draft, offered), [draft, offered])
  const problemText = useProblemText()
  const complete = Object.keys(problems).length === 0

  return {
    draft,
    offered,
    complete,
    change: (patch, fields = Object.keys(patch) as (keyof VersionDraft)[]) => {
      setDraft((before) => ({ ...before, ...patch }))
      setTouched((before) => new Set([...before, ...fields]))
    },
    problemOf: (field) => {
      const problem = problems[field]
      if (!problem || !(checked || touched.has(field) || OF_PAIRS.has(problem))) return undefined
      return problemText(problem)
    },
    check: () => {
      setChecked(true)
      return complete
    },
  }
}

function useOffered({ orgName, imageName, imageVersion }: VersionDraft): OfferedArch | undefined {
  const content = imageVersion === '' ? null : { orgName, imageName, imageVersion }
  const { data } = useOperation('image/describeImageVersion', content)
  return useMemo(() => data && offeredArch(data.imageVersion.platforms), [data])
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
