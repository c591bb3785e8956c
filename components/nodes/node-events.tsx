'use client'
import { useTranslations } from 'next-intl'
import { KubeEventList } from '@/components/ui/kube-event-list'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'
import cluster from '@/lib/i18n/messages/en/cluster.json'
import { withTexts } from '@/lib/i18n/with-texts'

/** What Kubernetes tells about the node. */
export const NodeEvents = withTexts({ cluster }, Events)

function Events({ name }: { name: string }) {
  const t = useTranslations('cluster')
  return (
    <Section title={t('events.label')} flush>
      <KubeEventList query={useOperation('node/listNodeEvent', { name })} />
    </Section>
  )
}
