'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { MOST_SELECTED, useRowSelection } from '@/components/bulk/use-row-selection'
import type { Column } from '@/components/list/columns'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { ARCH_TYPES } from '@/components/nodes/arch-types'
import { AppLink } from '@/components/ui/app-link'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { lazyPart } from '@/components/ui/lazy-part'
import { MachineName } from '@/components/ui/machine-name'
import { TimeAgo } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import { toListInput, type ListSpec } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { platformName } from './platform-name'
import { UploadButton } from './upload-button'

const DeleteVersionDialog = lazyPart(async () => (await import('./delete-version-dialog')).DeleteVersionDialog)
const DeleteVersionsDialog = lazyPart(async () => (await import('./delete-several-dialog')).DeleteVersionsDialog)

const tagOf = ({ imageVersion }: ImageVersionRecord) => imageVersion

const spec = {
  sortable: ['imageVersion', 'sizeBytes', 'createAt'],
  filters: { arch: ARCH_TYPES, use: ['used', 'unused'] },
} as const satisfies ListSpec

/** The versions (tags) of an image. */
export function ImageVersionList({ image }: { image: { orgName: string; imageName: string } }) {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const control = useListQuery(spec)
  const { orgName, imageName } = image
  const content = { ...toListInput(control.query), orgName, imageName }
  const { data, error, stale, reload } = useOperation('image/listImageVersion', content, { keepPrevious: true })
  const columns = useColumns()
  const [deleting, setDeleting] = useState<ImageVersionRecord>()
  const chosen = useRowSelection(data?.imageVersions, tagOf)
  const [deletingAll, setDeletingAll] = useState(false)
  return (
    <>
      <ListView
        label={t('versions')}
        control={control}
        rows={data?.imageVersions}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[
          choicesOf(
            t('filter.arch'),
            control.query.filters.arch,
            spec.filters.arch,
            (arch) => arch,
            (arch) => control.setFilters({ arch }),
          ),
          choicesOf(
            t('filter.use'),
            control.query.filters.use,
            spec.filters.use,
            (use) => t(`filter.${use}`),
            (use) => control.setFilters({ use }),
          ),
        ]}
        rowKey={tagOf}
        rowName={tagOf}
        rowActions={
          mayChange
            ? (version) => [{ label: t('deleteVersion'), onSelect: () => setDeleting(version), destructive: true }]
            : undefined
        }
        selection={mayChange ? chosen.selection : undefined}
        bulk={{
          max: MOST_SELECTED,
          actions: [{ label: t('deleteVersion'), destructive: true, onSelect: () => setDeletingAll(true) }],
        }}
        empty={
          <EmptyState
            title={t('noVersionsTitle')}
            text={t('noVersionsText')}
            action={<UploadButton orgName={orgName} />}
            learn={<LearnLink about="images" />}
          />
        }
      />
      {deleting && <DeleteVersionDialog version={deleting} onClose={() => setDeleting(undefined)} />}
      {deletingAll && (
        <DeleteVersionsDialog rows={chosen.rows} onClose={() => setDeletingAll(false)} onDone={chosen.drop} />
      )}
    </>
  )
}

const DIGEST_LENGTH = 24

function useColumns(): Column<ImageVersionRecord, (typeof spec.sortable)[number]>[] {
  const t = useTranslations('images')
  const units = useUnits()
  return useMemo(
    () => [
      {
        id: 'tag',
        header: t('column.tag'),
        sortBy: 'imageVersion',
        cell: ({ orgName, imageName, imageVersion }) => (
          <AppLink href={links.imageVersion(orgName, imageName, imageVersion)}>{imageVersion}</AppLink>
        ),
      },
      {
        id: 'digest',
        header: t('column.digest'),
        hiddenBelow: 960,
        cell: ({ digest }) => <MachineName text={digest} maxLength={DIGEST_LENGTH} />,
      },
      {
        id: 'size',
        header: t('column.size'),
        sortBy: 'sizeBytes',
        align: 'right',
        cell: ({ sizeBytes }) => units.bytes(sizeBytes),
      },
      {
        id: 'platforms',
        header: t('column.platforms'),
        card: 'none',
        cell: ({ platforms }) => platforms.map(platformName).join(', '),
      },
      {
        id: 'usedBy',
        header: t('column.usedBy'),
        cell: ({ useCount }) => t('use.count', { count: useCount }),
      },
      {
        id: 'pushed',
        header: t('pushed'),
        sortBy: 'createAt',
        nowrap: true,
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t, units],
  )
}
