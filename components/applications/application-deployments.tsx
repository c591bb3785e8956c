'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { allDeploymentsSpec, DEPLOYMENT_STATUSES } from '@/components/deployments/deployment-constants'
import { useAllDeploymentColumns } from '@/components/deployments/use-all-deployment-columns'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { DeploymentRecord } from '@/lib/deployments/schema'

const OnNodesDialog = lazyPart(async () => (await import('@/components/deployments/on-nodes-dialog')).OnNodesDialog)

/** On which nodes an application is, in whichever version. */
export function ApplicationDeployments({ appName }: { appName: string }) {
  const t = useTranslations('applications')
  const deployments = useTranslations('deployments')
  const states = useTranslations('states')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(allDeploymentsSpec)
  const content = { ...toListInput(control.query), appName }
  const { data, error, stale, reload } = useOperation('application/listDeploy', content, { keepPrevious: true })
  const columns = useColumns()
  const [leaving, setLeaving] = useState<DeploymentRecord>()
  const byState = choicesOf(
    t('column.state'),
    control.query.filters.status,
    DEPLOYMENT_STATUSES,
    (status) => states(`deployment.${status}`),
    (status) => control.setFilters({ status }),
  )
  return (
    <>
      <ListView
        label={t('where')}
        control={control}
        rows={data?.appDeploys}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byState]}
        rowKey={({ id }) => String(id)}
        rowName={({ nodeName }) => nodeName}
        rowActions={(row) => [
          { label: t('open'), onSelect: () => router.push(links.deployment(appName, row.nodeName)) },
          { label: deployments('openNode'), onSelect: () => router.push(links.node(row.nodeName)) },
          ...(mayChange && row.status !== 'Deleting'
            ? [{ label: deployments('undeploy.label'), onSelect: () => setLeaving(row), destructive: true }]
            : []),
        ]}
        empty={<EmptyState title={t('nowhereTitle')} text={t('nowhereText')} />}
      />
      {leaving && (
        <OnNodesDialog
          act="undeploy"
          appName={appName}
          version={leaving.version}
          nodeNames={[leaving.nodeName]}
          onClose={() => setLeaving(undefined)}
          onDone={() => undefined}
        />
      )}
    </>
  )
}

/** Those of the list over all applications, led by the node: the application is the page's. */
function useColumns() {
  const all = useAllDeploymentColumns()
  return useMemo(() => {
    const ofNode = all.filter(({ id }) => id === 'node')
    return [...ofNode, ...all.filter(({ id }) => id !== 'node' && id !== 'application')]
  }, [all])
}
