'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import { allDeploymentsSpec, DEPLOYMENT_STATUSES } from './deployment-constants'
import { useAllDeploymentColumns } from './use-all-deployment-columns'

const OnNodesDialog = lazyPart(async () => (await import('./on-nodes-dialog')).OnNodesDialog)

/** Every deployment of every application. */
export function DeploymentsPage() {
  const t = useTranslations('deployments')
  const states = useTranslations('states')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(allDeploymentsSpec)
  const { data, error, stale, reload } = useOperation('application/listDeploy', toListInput(control.query), {
    keepPrevious: true,
  })
  const columns = useAllDeploymentColumns()
  const [leaving, setLeaving] = useState<DeploymentRecord>()
  const byState = choicesOf(
    t('column.state'),
    control.query.filters.status,
    DEPLOYMENT_STATUSES,
    (status) => states(`deployment.${status}`),
    (status) => control.setFilters({ status }),
  )
  const toApplications = (
    <Button variant="outlined" component={NextLink} href={links.applications}>
      {t('applications')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} count={data?.total} />
      <ListView
        label={t('title')}
        control={control}
        rows={data?.appDeploys}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byState]}
        rowKey={({ id }) => String(id)}
        rowName={({ appName, nodeName }) => t('onNode', { app: appName, node: nodeName })}
        rowActions={(row) => [
          { label: t('open'), onSelect: () => router.push(links.deployment(row.appName, row.nodeName)) },
          ...(mayChange && row.status !== 'Deleting'
            ? [{ label: t('undeploy.label'), onSelect: () => setLeaving(row), destructive: true }]
            : []),
        ]}
        empty={<EmptyState title={t('allEmptyTitle')} text={t('allEmptyText')} action={toApplications} />}
      />
      {leaving && (
        <OnNodesDialog
          act="undeploy"
          appName={leaving.appName}
          version={leaving.version}
          nodeNames={[leaving.nodeName]}
          onClose={() => setLeaving(undefined)}
          onDone={() => undefined}
        />
      )}
    </>
  )
}
