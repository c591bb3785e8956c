'use client'
import { useTranslations } from 'next-intl'
import { ActivityList } from '@/components/activity/activity-list'
import { Section } from '@/components/ui/section'

/** What happened to a deployment, and who did it. */
export function DeployHistory({ appName, nodeName }: { appName: string; nodeName: string }) {
  const t = useTranslations('deployments')
  return (
    <Section title={t('history')}>
      <ActivityList filter={{ kind: 'deployment', appName, nodeName }} />
    </Section>
  )
}
