'use client'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery, type ListControl } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { DEPLOYMENT_STATUSES, deploymentListSpec } from './deployment-constants'
import { SelectionTools } from './selection-tools'
import { useDeploymentColumns } from './use-deployment-columns'

const OnNodesDialog = lazyPart(async () => (await import('./on-nodes-dialog')).OnNodesDialog)

const NONE: ReadonlySet<string> = new Set()

/** Where a version is, how it is there, and taking it off. */
export function VersionDeployments({ version: record }: { version: ApplicationVersionRecord }) {
  const t = useTranslations('deployments')
  const router = useRouter()
  const mayChange = useMayChange()
  const { appName, version } = record
  const control = useListQuery(deploymentListSpec)
  const content = { ...toListInput(control.query), appName, version }
  const { data, error, stale, reload } = useOperation('application/listApplicationDeploy', content, {
    keepPrevious: true,
  })
  const columns = useDeploymentColumns()
  const byState = useStateFilter(control)
  const [selected, setSelected] = useState(NONE)
  const [leaving, setLeaving] = useState<readonly string[]>()
  const gone = new Set(data?.appDeploys.filter(({ status }) => status === 'Deleting').map(({ nodeName }) => nodeName))
  return (
    <>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {t('title')}
      </Typography>
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
        rowKey={({ nodeName }) => nodeName}
        rowName={({ nodeName }) => nodeName}
        rowActions={({ nodeName }) => [
          { label: t('openNode'), onSelect: () => router.push(links.node(nodeName)) },
          ...(mayChange && !gone.has(nodeName)
            ? [{ label: t('undeploy.label'), onSelect: () => setLeaving([nodeName]), destructive: true }]
            : []),
        ]}
        selection={mayChange ? { selected, onChange: setSelected, disabled: (name) => gone.has(name) } : undefined}
        tools={
          <SelectionTools count={selected.size} onClear={() => setSelected(NONE)}>
            <Button variant="outlined" color="error" onClick={() => setLeaving([...selected])}>
              {t('undeploy.label')}
            </Button>
          </SelectionTools>
        }
        empty={<Empty version={record} mayChange={mayChange} />}
      />
      {leaving && (
        <OnNodesDialog
          act="undeploy"
          appName={appName}
          version={version}
          nodeNames={leaving}
          onClose={() => setLeaving(undefined)}
          onDone={(names) => setSelected((before) => new Set([...before].filter((name) => !names.includes(name))))}
        />
      )}
    </>
  )
}

function useStateFilter({ query, setFilters }: ListControl<typeof deploymentListSpec>) {
  const t = useTranslations('deployments')
  const states = useTranslations('states')
  return choicesOf(
    t('column.state'),
    query.filters.status,
    DEPLOYMENT_STATUSES,
    (status) => states(`deployment.${status}`),
    (status) => setFilters({ status }),
  )
}

function Empty({ version: record, mayChange }: { version: ApplicationVersionRecord; mayChange: boolean }) {
  const t = useTranslations('deployments')
  const { appName, version, status } = record
  const deploy = mayChange && status === 'Published' && (
    <Button variant="contained" component={NextLink} href={links.deploy(appName, version)}>
      {t('deploy.label')}
    </Button>
  )
  return <EmptyState title={t('emptyTitle')} text={t(`emptyText.${status}`)} action={deploy} />
}
