'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { DeploymentState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { links } from '@/lib/client/links'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { allDeploymentsSpec } from './deployment-constants'
import { DeploymentReasonText } from './deployment-reason-text'

type Sort = (typeof allDeploymentsSpec.sortable)[number]

export function useAllDeploymentColumns(): Column<DeploymentRecord, Sort>[] {
  const t = useTranslations('deployments')
  return useMemo(
    () => [
      {
        id: 'application',
        header: t('column.application'),
        sortBy: 'appName',
        cell: ({ appName, nodeName }) => <AppLink href={links.deployment(appName, nodeName)}>{appName}</AppLink>,
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        cell: ({ status, nodeStatus }) => <DeploymentState status={status} dimmed={nodeStatus === 'Offline'} />,
      },
      {
        id: 'node',
        header: t('column.node'),
        sortBy: 'nodeName',
        cell: ({ nodeName }) => (
          <AppLink href={links.node(nodeName)} standalone>
            {nodeName}
          </AppLink>
        ),
      },
      {
        id: 'version',
        header: t('column.version'),
        sortBy: 'version',
        hiddenBelow: 840,
        cell: ({ appName, version }) => (
          <AppLink href={links.version(appName, version)} standalone>
            {version}
          </AppLink>
        ),
      },
      {
        id: 'reason',
        header: t('column.reason'),
        minWidth: 200,
        cell: ({ reason }) => <DeploymentReasonText reason={reason} />,
        isNone: ({ reason }) => reason === '',
      },
      {
        id: 'since',
        header: t('column.since'),
        sortBy: 'statusAt',
        nowrap: true,
        hiddenBelow: 960,
        cell: ({ statusAt, updateAt }) => <TimeAgo at={statusAt ?? updateAt} />,
      },
    ],
    [t],
  )
}
