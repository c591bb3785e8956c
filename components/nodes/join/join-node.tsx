'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { useMayChange } from '@/lib/client/session'
import type { NodeRecord } from '@/lib/nodes/schema'

const JoinSteps = lazyPart(async () => (await import('./join-steps')).JoinSteps, <RowSkeletons rows={4} />)

/** On the page of a node: how its machine joins, until it has, and that it has. */
export function JoinNode({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const mayChange = useMayChange()
  const waiting = node.status === 'NotInstalled'
  const [waited, setWaited] = useState(waiting)
  if (waiting && !waited) setWaited(true)
  if (!mayChange || node.status === 'Deleting' || !waited) return null
  return (
    <Section title={t('join.section')}>
      <JoinSteps node={node} />
    </Section>
  )
}
