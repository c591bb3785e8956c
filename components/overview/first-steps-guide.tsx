'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { useNotify } from '@/components/ui/notices'
import { useMayChange } from '@/lib/client/session'
import { useStored } from '@/lib/client/use-stored'
import type { Overview } from '@/lib/overview/schema'
import { firstSteps } from './first-steps'

const FirstStepsSection = lazyPart(async () => (await import('./first-steps-section')).FirstStepsSection)

/** What this browser remembers of them: that they were put away or all done, or that some were left to do. */
const KEY = 'first-steps'

/** The first steps, until they are all done or put away. */
export function FirstStepsGuide({ overview }: { overview: Overview }) {
  const t = useTranslations('overview')
  const common = useTranslations('common')
  const notify = useNotify()
  const mayChange = useMayChange()
  const [state, remember] = useStored(KEY)
  const complete = firstSteps(overview).every(({ done }) => done)
  const gone = state === 'done' || state === 'dismissed'

  useEffect(() => {
    if (gone || !mayChange) return
    if (!complete) {
      if (state !== 'begun') remember('begun')
      return
    }
    remember('done')
    // Who never saw the steps needs no praise for them.
    if (state === 'begun') notify(t('steps.complete'))
  }, [complete, gone, mayChange, state, remember, notify, t])

  if (gone || complete || !mayChange) return null
  const dismiss = () => {
    remember('dismissed')
    notify(t('steps.dismissed'), { tone: 'none', action: { label: common('undo'), onSelect: () => remember('begun') } })
  }
  return <FirstStepsSection overview={overview} onDismiss={dismiss} />
}
