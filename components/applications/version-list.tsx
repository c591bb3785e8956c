'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
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
import { ACTS, type VersionAct } from './version-acts'

const VersionActDialog = lazyPart(async () => (await import('./version-act-dialog')).VersionActDialog)

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
        label={t('versions')}
        control={control}
        rows={data?.appVersions}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byState]}
        rowKey={({ id }) => String(id)}
        rowName={({ version }) => version}
        rowActions={rowActions}
        empty={<EmptyState title={t('noVersionsTitle')} text={t('noVersionsText')} action={create} />}
      />
      {acting && <VersionActDialog {...acting} appName={appName} onClose={() => setActing(undefined)} />}
    </>
  )
}

function useRowActions(appName: string, mayChange: boolean, onAct: (act: VersionAct, version: string) => void) {
  const t = useTranslations('applications')
  const router = useRouter()
  return ({ version, status }: ApplicationVersionRecord): RowAction[] => {
    const open = { label: t('open'), onSelect: () => router.push(links.version(appName, version)) }
    if (!mayChange) return [open]
    const deploy = { label: t('deploy'), onSelect: () => router.push(links.deploy(appName, version)) }
    return [
      open,
      ...(status === 'Published' ? [deploy] : []),
      { label: t('newVersionFrom'), onSelect: () => router.push(links.newVersion(appName, version)) },
      ...ACTS[status].map((act) => ({
        label: t(`act.${act}.label`),
        onSelect: () => onAct(act, version),
        destructive: act === 'delete',
      })),
    ]
  }
}
