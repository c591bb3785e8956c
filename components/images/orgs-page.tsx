'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { Column } from '@/components/list/columns'
import { ListView } from '@/components/list/list-view'
import { AppLink } from '@/components/ui/app-link'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { AddIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { TimeAgo } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import { toListInput, type ListSpec } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { OrgRecord } from '@/lib/images/schema'
import { ImageTabs } from './image-tabs'

const CreateOrgDialog = lazyPart(async () => (await import('./create-org-dialog')).CreateOrgDialog)
const DeleteOrgDialog = lazyPart(async () => (await import('./delete-org-dialog')).DeleteOrgDialog)

const spec = { sortable: ['orgName', 'createAt'], filters: {} } as const satisfies ListSpec

export function OrgsPage() {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const control = useListQuery(spec)
  const { data, error, stale, reload } = useOperation('image/listOrg', toListInput(control.query), {
    keepPrevious: true,
  })
  const columns = useColumns()
  const [creating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<string>()
  const create = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setCreating(true)}>
      {t('createOrg')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('orgsTab')} count={data?.total} actions={create} />
      <ImageTabs />
      <ListView
        label={t('orgsTab')}
        control={control}
        rows={data?.imageOrgs}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        rowKey={({ orgName }) => orgName}
        rowName={({ orgName }) => orgName}
        rowActions={
          mayChange
            ? ({ orgName }) => [{ label: t('deleteOrg'), onSelect: () => setDeleting(orgName), destructive: true }]
            : undefined
        }
        empty={
          <EmptyState
            title={t('orgsEmptyTitle')}
            text={t('orgsEmptyText')}
            action={create}
            learn={<LearnLink about="images" />}
          />
        }
      />
      {creating && <CreateOrgDialog onClose={() => setCreating(false)} />}
      {deleting !== undefined && <DeleteOrgDialog orgName={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}

function useColumns(): Column<OrgRecord, (typeof spec.sortable)[number]>[] {
  const t = useTranslations('images')
  const units = useUnits()
  return useMemo(
    () => [
      {
        id: 'org',
        header: t('column.org'),
        sortBy: 'orgName',
        cell: ({ orgName }) => <AppLink href={links.org(orgName)}>{orgName}</AppLink>,
      },
      { id: 'images', header: t('column.images'), align: 'right', cell: ({ imageCount }) => imageCount },
      {
        id: 'size',
        header: t('column.size'),
        align: 'right',
        cell: ({ sizeBytes }) => units.bytes(sizeBytes),
      },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        nowrap: true,
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t, units],
  )
}
