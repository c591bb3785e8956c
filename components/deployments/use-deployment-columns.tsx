'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { DeploymentState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { links } from '@/lib/client/links'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { deploymentListSpec } from './deployment-constants'
import { DeploymentReasonText } from './deployment-reason-text'
import { useOfflineNodes } from './use-offline-nodes'

type DeploymentSort = (typeof deploymentListSpec.sortable)[number]

export function useDeploymentColumns(): Column<DeploymentRecord, DeploymentSort>[] {
  const t = useTranslations('deployments')
  const offline = useOfflineNodes()
  return useMemo(
    () => [
      {
        id: 'node',
        header: t('column.node'),
        sortBy: 'nodeName',
        cell: ({ nodeName }) => <AppLink href={links.node(nodeName)}>{nodeName}</AppLink>,
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        cell: ({ status, nodeName }) => <DeploymentState status={status} dimmed={offline.has(nodeName)} />,
      },
      {
        id: 'reason',
        header: t('column.reason'),
        cell: ({ reason, nodeName }) => (
          <Box component="span" sx={{ opacity: offline.has(nodeName) ? 0.6 : 1 }}>
            <DeploymentReasonText reason={reason} />
          </Box>
        ),
      },
      {
        id: 'since',
        header: t('column.since'),
        sortBy: 'updateAt',
        cell: ({ updateAt }) => <TimeAgo at={updateAt} />,
      },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        card: 'none',
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t, offline],
  )
}
