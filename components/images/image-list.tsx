'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import { MOST_SELECTED, useRowSelection } from '@/components/bulk/use-row-selection'
import type { Column } from '@/components/list/columns'
import { ListView } from '@/components/list/list-view'
import { AppLink } from '@/components/ui/app-link'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { lazyPart } from '@/components/ui/lazy-part'
import { TimeAgo } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import { toListInput, type ListSpec } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageRecord } from '@/lib/images/schema'
import { imageKey } from './image-key'
import { UploadButton } from './upload-button'

const DeleteImageDialog = lazyPart(async () => (await import('./delete-image-dialog')).DeleteImageDialog)
const DeleteImagesDialog = lazyPart(async () => (await import('./delete-several-dialog')).DeleteImagesDialog)

const spec = { sortable: ['imageName', 'orgName', 'versionCount', 'updateAt'], filters: {} } as const satisfies ListSpec

interface ImageListProps {
  /** Only this organisation's. */
  orgName?: string
  onTotal: (total: number | undefined) => void
}

export function ImageList({ orgName, onTotal }: ImageListProps) {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const control = useListQuery(spec)
  const content = { ...toListInput(control.query), orgName }
  const { data, error, stale, reload } = useOperation('image/listImage', content, { keepPrevious: true })
  const columns = useColumns(orgName === undefined)
  const [deleting, setDeleting] = useState<ImageRecord>()
  const chosen = useRowSelection(data?.images, imageKey)
  const [deletingAll, setDeletingAll] = useState(false)
  useEffect(() => onTotal(data?.total), [data?.total, onTotal])
  return (
    <>
      <ListView
        label={t('title')}
        control={control}
        rows={data?.images}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        rowKey={imageKey}
        rowName={({ imageName }) => imageName}
        rowActions={
          mayChange
            ? (image) => [{ label: t('deleteImage'), onSelect: () => setDeleting(image), destructive: true }]
            : undefined
        }
        selection={mayChange ? chosen.selection : undefined}
        bulk={{
          max: MOST_SELECTED,
          actions: [{ label: t('deleteImage'), destructive: true, onSelect: () => setDeletingAll(true) }],
        }}
        empty={
          <EmptyState
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={<UploadButton orgName={orgName} />}
            learn={<LearnLink about="images" />}
          />
        }
      />
      {deleting && <DeleteImageDialog image={deleting} onClose={() => setDeleting(undefined)} />}
      {deletingAll && (
        <DeleteImagesDialog rows={chosen.rows} onClose={() => setDeletingAll(false)} onDone={chosen.drop} />
      )}
    </>
  )
}

function useColumns(withOrg: boolean): Column<ImageRecord, (typeof spec.sortable)[number]>[] {
  const t = useTranslations('images')
  const units = useUnits()
  return useMemo(() => {
    const org: Column<ImageRecord, 'orgName'> = {
      id: 'org',
      header: t('column.org'),
      sortBy: 'orgName',
      cell: ({ orgName }) => (
        <AppLink href={links.org(orgName)} standalone>
          {orgName}
        </AppLink>
      ),
    }
    return [
      {
        id: 'image',
        header: t('column.image'),
        sortBy: 'imageName',
        cell: ({ orgName, imageName }) => <AppLink href={links.image(orgName, imageName)}>{imageName}</AppLink>,
      },
      ...(withOrg ? [org] : []),
      {
        id: 'versions',
        header: t('column.versions'),
        sortBy: 'versionCount',
        align: 'right',
        card: 'none',
        cell: ({ versionCount }) => versionCount,
      },
      {
        id: 'latest',
        header: t('column.latest'),
        cell: ({ orgName, imageName, latestVersion }) =>
          latestVersion && (
            <AppLink href={links.imageVersion(orgName, imageName, latestVersion)} standalone>
              {latestVersion}
            </AppLink>
          ),
      },
      {
        id: 'size',
        header: t('column.size'),
        align: 'right',
        card: 'none',
        cell: ({ latestVersion, sizeBytes }) => latestVersion && units.bytes(sizeBytes),
      },
      {
        id: 'updated',
        header: t('column.updated'),
        sortBy: 'updateAt',
        nowrap: true,
        card: 'none',
        hiddenBelow: 880,
        cell: ({ updateAt }) => <TimeAgo at={updateAt} />,
      },
    ]
  }, [t, units, withOrg])
}
