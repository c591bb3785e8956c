'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MOST_SELECTED, useRowSelection } from '@/components/bulk/use-row-selection'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import type { RowAction } from '@/components/list/row-menu'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { VERSION_STATUSES, versionListSpec } from './application-constants'
import { useVersionColumns } from './use-version-columns'
import { ACTS, allows, VERSION_ACTS, type VersionAct } from './version-acts'

const VersionActDialog = lazyPart(async () => (await import('./version-act-dialog')).VersionActDialog)

const VersionsDialog = lazyPart(async () => (await import('./versions-dialog')).VersionsDialog)

const versionOf = ({ version }: ApplicationVersionRecord) => version

/** The versions of an application, and what can be done with each in its state. */
export function VersionList({ appName }: { appName: string }) {
  const t = useTranslations('applications')
  const states = useTranslations('states')
  const mayChange = useMayChange()
  const control = useListQuery(versionListSpec)
  const content = { ...toListInput(control.query), appName }
  const { data, error, stale, reload } = useOperation('application/listApplicationVersion', content, {
    keepPrevious: true,
  })
  const columns = useVersionColumns()
  const [acting, setActing] = useState<{ act: VersionAct; version: string }>()
  const chosen = useRowSelection(data?.appVersions, versionOf)
  const [actingOnAll, setActingOnAll] = useState<VersionAct>()
  const bulkActions = useBulkActions(appName, chosen.rows, mayChange, setActingOnAll)
  const rowActions = useRowActions(appName, mayChange, (act, version) => setActing({ act, version }))
  const byState = choicesOf(
    t('column.state'),
    control.query.filters.status,
    VERSION_STATUSES,
    (status) => states(`version.${status}`),
    (status) => control.setFilters({ status }),
  )
  const create = mayChange && (
    <Button variant="contained" component={NextLink} href={links.newVersion(appName)}>
      {t('newVersion')}
    </Button>
  )
  return (
    <>
      <ListView
        name="versions"
        label={t('versions')}
        control={control}
        rows={data?.appVersions}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byState]}
        rowKey={versionOf}
        rowName={versionOf}
        rowActions={rowActions}
        selection={chosen.selection}
        bulk={{ max: MOST_SELECTED, actions: bulkActions }}
        empty={<EmptyState title={t('noVersionsTitle')} text={t('noVersionsText')} action={create} />}
      />
      {acting && <VersionActDialog {...acting} appName={appName} onClose={() => setActing(undefined)} />}
      {actingOnAll && (
        <VersionsDialog
          act={actingOnAll}
          versions={chosen.rows}
          onClose={() => setActingOnAll(undefined)}
          onDone={actingOnAll === 'delete' ? chosen.drop : undefined}
        />
      )}
    </>
  )
}

/** Two versions can be compared by everybody; an act can be chosen where any of the versions is in a state for it. */
function useBulkActions(
  appName: string,
  rows: readonly ApplicationVersionRecord[],
  mayChange: boolean,
  onAct: (act: VersionAct) => void,
) {
  const t = useTranslations('applications')
  const router = useRouter()
  // The older one first.
  const [a, b] = [...rows].sort((one, other) => one.id - other.id)
  const compare = {
    label: t('compare.label'),
    disabled: rows.length !== 2,
    onSelect: () => a && b && router.push(links.compare(appName, a.version, b.version)),
  }
  if (!mayChange) return [compare]
  const acts = VERSION_ACTS.map((act) => ({
    label: t(`act.${act}.label`),
    disabled: !rows.some(({ status }) => allows(status, act)),
    destructive: act === 'delete',
    onSelect: () => onAct(act),
  }))
  return [compare, ...acts]
}

function useRowActions(appName: string, mayChange: boolean, onAct: (act: VersionAct, version: string) => void) {
  const t = useTranslations('applications')
  const router = useRouter()
  return ({ version, status }: ApplicationVersionRecord): RowAction[] => {
    const open = { label: t('open'), onSelect: () => router.push(links.version(appName, version)) }
    const compare = { label: t('compare.with'), onSelect: () => router.push(links.compare(appName, version)) }
    if (!mayChange) return [open, compare]
    const deploy = { label: t('deploy'), onSelect: () => router.push(links.deploy(appName, version)) }
    return [
      open,
      ...(status === 'Published' ? [deploy] : []),
      compare,
      { label: t('newVersionFrom'), onSelect: () => router.push(links.newVersion(appName, version)) },
      ...ACTS[status].map((act) => ({
        label: t(`act.${act}.label`),
        onSelect: () => onAct(act, version),
        destructive: act === 'delete',
      })),
    ]
  }
}
