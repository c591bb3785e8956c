'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { ListView } from '@/components/list/list-view'
import { AppLink } from '@/components/ui/app-link'
import { EmptyState } from '@/components/ui/empty-state'
import { DeploymentState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { toListInput, type ListSpec } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { NodeRecord } from '@/lib/nodes/schema'

const spec = { sortable: ['appName', 'version', 'status', 'updateAt'], filters: {} } as const satisfies ListSpec

/** What runs on the node, or should; shown as old while the node is not heard from. */
export function NodeDeployments({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const control = useListQuery(spec)
  const content = { ...toListInput(control.query), name: node.name }
  const { data, error, stale, reload } = useOperation('application/listNodeDeploy', content, { keepPrevious: true })
  const columns = useColumns(node.status === 'Offline')
  const toApplications = (
    <Button variant="outlined" component={NextLink} href={links.applications}>
      {t('deployments.toApplications')}
    </Button>
  )
  return (
    <ListView
      label={t('deployments.title')}
      control={control}
      rows={data?.appDeploys}
      total={data?.total}
      error={error}
      onRetry={reload}
      stale={stale}
      columns={columns}
      rowKey={({ id }) => String(id)}
      rowName={({ appName }) => appName}
      empty={
        <EmptyState title={t('deployments.emptyTitle')} text={t('deployments.emptyText')} action={toApplications} />
      }
    />
  )
}

function useColumns(old: boolean): Column<DeploymentRecord, (typeof spec.sortable)[number]>[] {
  const t = useTranslations('nodes')
  return useMemo(
    () => [
      {
        id: 'application',
        header: t('deployments.application'),
        sortBy: 'appName',
        cell: ({ appName }) => <AppLink href={links.application(appName)}>{appName}</AppLink>,
      },
      {
        id: 'version',
        header: t('deployments.version'),
        sortBy: 'version',
        cell: ({ appName, version }) => (
          <AppLink href={links.version(appName, version)} standalone>
            {version}
          </AppLink>
        ),
      },
      {
        id: 'state',
        header: t('deployments.state'),
        sortBy: 'status',
        card: 'beside',
        cell: ({ appName, nodeName, status }) => (
          <AppLink href={links.deployment(appName, nodeName)} color="inherit">
            <DeploymentState status={status} dimmed={old} />
          </AppLink>
        ),
      },
      { id: 'reason', header: t('deployments.reason'), minWidth: 200, cell: ({ reason }) => reason || '–' },
      {
        id: 'updated',
        header: t('deployments.updated'),
        sortBy: 'updateAt',
        nowrap: true,
        hiddenBelow: 840,
        cell: ({ updateAt }) => <TimeAgo at={updateAt} />,
      },
    ],
    [t, old],
  )
}
