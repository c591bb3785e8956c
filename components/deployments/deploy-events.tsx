'use client'
import { useTranslations } from 'next-intl'
import { KubeEventList } from '@/components/ui/kube-event-list'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'

/** What Kubernetes tells about a deployment, its pods and their node. */
export function DeployEvents({ appName, nodeName }: { appName: string; nodeName: string }) {
  const t = useTranslations('cluster')
  return (
    <Section title={t('events.label')} flush>
      <KubeEventList query={useOperation('application/listDeployEvent', { appName, nodeName })} marksNode />
    </Section>
  )
}
