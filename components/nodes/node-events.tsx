'use client'
import { useTranslations } from 'next-intl'
import { KubeEventList } from '@/components/ui/kube-event-list'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'

/** What Kubernetes tells about the node. */
export function NodeEvents({ name }: { name: string }) {
  const t = useTranslations('cluster')
  return (
    <Section title={t('events.label')} flush>
      <KubeEventList query={useOperation('node/listNodeEvent', { name })} />
    </Section>
  )
}
