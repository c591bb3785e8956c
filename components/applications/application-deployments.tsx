'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { DeploymentList } from '@/components/deployments/deployment-list'
import { EmptyState } from '@/components/ui/empty-state'

/** On which nodes an application is, in whichever version. */
export function ApplicationDeployments({ appName }: { appName: string }) {
  const t = useTranslations('applications')
  const scope = useMemo(() => ({ appName }), [appName])
  const empty = <EmptyState title={t('nowhereTitle')} text={t('nowhereText')} />
  return <DeploymentList label={t('where')} scope={scope} empty={empty} />
}
