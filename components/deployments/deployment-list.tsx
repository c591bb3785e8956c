'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState, type ReactNode } from 'react'
import { useRowSelection } from '@/components/bulk/use-row-selection'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { AppLink } from '@/components/ui/app-link'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery, type ListControl } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Place } from './act-on-nodes'
import { AskingDialog, type Asking } from './asking-dialog'
import { allDeploymentsSpec, DEPLOYMENT_STATUSES } from './deployment-constants'
import { useAllDeploymentColumns } from './use-all-deployment-columns'
import { findDeployments } from './find-places'
import { useRowActions } from './use-row-actions'

interface DeploymentListProps {
  label: string
  /** Whose deployments: an application's, a version's; by default all. */
  scope?: { appName?: string; version?: string }
  /** Shown where there is none. */
  empty: ReactNode
}

const EVERYWHERE = {}

const keyOf = ({ id }: DeploymentRecord) => String(id)
const placeOf = ({ appName, nodeName }: Place) => JSON.stringify([appName, nodeName])

/** Deployments, how they are, and what can be done with one or many. */
export function DeploymentList({ label, scope = EVERYWHERE, empty }: DeploymentListProps) {
  const t = useTranslations('deployments')
  const mayChange = useMayChange()
  const control = useListQuery(allDeploymentsSpec)
  const input = toListInput(control.query)
  const { data, error, stale, reload } = useOperation(
    'application/listDeploy',
    { ...input, ...scope },
    { keepPrevious: true },
  )
  const columns = useColumns(scope)
  const byState = useStateFilter(control)
  const { search, status } = input
  const { selection, rows, drop, allMatching } = useRowSelection(data?.appDeploys, keyOf, {
    findMatching: () => findDeployments({ ...scope, search, status }),
    disabled: (row) => row.status === 'Deleting',
  })
  /** What something was done to is let go; what was refused stays selected. */
  const release = (done: readonly Place[]) => {
    const places = new Set(done.map(placeOf))
    drop(rows.filter((row) => places.has(placeOf(row))).map(keyOf))
  }
  const [asking, setAsking] = useState<Asking>()
  const rowActions = useRowActions(mayChange, setAsking)
  const oneApplication = new Set(rows.map(({ appName }) => appName)).size === 1
  const act = (what: Asking['act']) => () => setAsking({ act: what, rows })
  return (
    <>
      <ListView
        label={label}
        control={control}
        rows={data?.appDeploys}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byState]}
        rowKey={keyOf}
        rowName={({ appName, nodeName }) =>
          scope.appName === undefined ? t('onNode', { app: appName, node: nodeName }) : nodeName
        }
        rowActions={rowActions}
        selection={mayChange ? selection : undefined}
        bulk={{
          actions: [
            { label: t('update.label'), onSelect: act('update'), disabled: !oneApplication },
            { label: t('retry.label'), onSelect: act('retry') },
            { label: t('rollback.label'), onSelect: act('rollback') },
            { label: t('undeploy.label'), onSelect: act('undeploy'), destructive: true },
          ],
          allMatching,
          max: MAX_CHOSEN,
        }}
        empty={empty}
      />
      {asking && <AskingDialog asking={asking} onClose={() => setAsking(undefined)} onDone={release} />}
    </>
  )
}

/** What one browser tab holds with ease. */
const MAX_CHOSEN = 10_000

function useStateFilter({ query, setFilters }: ListControl<typeof allDeploymentsSpec>) {
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

/** What all rows have alike is not shown; where the application is, the node leads to the deployment on it. */
function useColumns({ appName, version }: { appName?: string; version?: string }) {
  const all = useAllDeploymentColumns()
  return useMemo(() => {
    const [application, ...others] = all
    if (appName === undefined || !application) return all
    const kept = others.filter(({ id }) => id !== 'node' && (id !== 'version' || version === undefined))
    const node = others.filter(({ id }) => id === 'node')
    return [...node.map((column) => ({ ...column, cell: nodeCell })), ...kept]
  }, [all, appName, version])
}

const nodeCell = ({ appName, nodeName }: DeploymentRecord) => (
  <AppLink href={links.deployment(appName, nodeName)}>{nodeName}</AppLink>
)
