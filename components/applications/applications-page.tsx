'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MOST_SELECTED, useRowSelection } from '@/components/bulk/use-row-selection'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { AddIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import type { ApplicationRecord } from '@/lib/applications/schema'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { APP_TYPES, applicationListSpec } from './application-constants'
import { useApplicationColumns } from './use-application-columns'

const DeleteApplicationDialog = lazyPart(
  async () => (await import('./delete-application-dialog')).DeleteApplicationDialog,
)
const DeleteApplicationsDialog = lazyPart(
  async () => (await import('./delete-applications-dialog')).DeleteApplicationsDialog,
)

const nameOf = ({ appName }: ApplicationRecord) => appName

export function ApplicationsPage() {
  const t = useTranslations('applications')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(applicationListSpec)
  const { data, error, stale, reload } = useOperation('application/listApplication', toListInput(control.query), {
    keepPrevious: true,
  })
  const columns = useApplicationColumns()
  const [deleting, setDeleting] = useState<string>()
  const chosen = useRowSelection(data?.apps, nameOf)
  const [deletingAll, setDeletingAll] = useState(false)

  const create = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} component={NextLink} href={links.newApplication}>
      {t('new')}
    </Button>
  )
  const byType = choicesOf(
    t('column.appType'),
    control.query.filters.appType,
    APP_TYPES,
    (type) => t(`appType.${type}`),
    (appType) => control.setFilters({ appType }),
  )
  return (
    <>
      <PageHeader title={t('title')} count={data?.total} actions={create} />
      <ListView
        label={t('title')}
        control={control}
        rows={data?.apps}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[byType]}
        rowKey={nameOf}
        rowName={nameOf}
        selection={mayChange ? chosen.selection : undefined}
        bulk={{
          max: MOST_SELECTED,
          actions: [{ label: t('delete'), destructive: true, onSelect: () => setDeletingAll(true) }],
        }}
        rowActions={({ appName }) => [
          { label: t('open'), onSelect: () => router.push(links.application(appName)) },
          ...(mayChange
            ? [
                { label: t('newVersion'), onSelect: () => router.push(links.newVersion(appName)) },
                { label: t('delete'), onSelect: () => setDeleting(appName), destructive: true },
              ]
            : []),
        ]}
        empty={
          <EmptyState
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={create}
            learn={<LearnLink about="workloads" />}
          />
        }
      />
      {deleting !== undefined && <DeleteApplicationDialog appName={deleting} onClose={() => setDeleting(undefined)} />}
      {deletingAll && (
        <DeleteApplicationsDialog apps={chosen.rows} onClose={() => setDeletingAll(false)} onDone={chosen.drop} />
      )}
    </>
  )
}
