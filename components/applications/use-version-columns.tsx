'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { MachineName } from '@/components/ui/machine-name'
import { VersionState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import type { versionListSpec } from './application-constants'
import { DeployCounts } from './deploy-counts'

type VersionSort = (typeof versionListSpec.sortable)[number]

export function useVersionColumns(): Column<ApplicationVersionRecord, VersionSort>[] {
  const t = useTranslations('applications')
  return useMemo(
    () => [
      {
        id: 'version',
        header: t('field.version'),
        sortBy: 'version',
        cell: ({ appName, version }) => <AppLink href={links.version(appName, version)}>{version}</AppLink>,
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        cell: ({ status }) => <VersionState status={status} />,
      },
      {
        id: 'image',
        header: t('field.image'),
        cell: ({ orgName, containerImage, containerImageVersion }) => (
          <MachineName text={`${orgName}/${containerImage}:${containerImageVersion}`} copyable={false} />
        ),
      },
      {
        id: 'arch',
        header: t('column.arch'),
        card: 'none',
        hiddenBelow: 840,
        cell: ({ archType }) => archType.split(';').join(', '),
      },
      {
        id: 'deployments',
        header: t('column.deployments'),
        align: 'right',
        cell: ({ deployCounts }) => <DeployCounts counts={deployCounts} />,
      },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        card: 'none',
        nowrap: true,
        hiddenBelow: 960,
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
      {
        id: 'published',
        header: t('column.published'),
        card: 'none',
        nowrap: true,
        hiddenBelow: 1060,
        cell: ({ publishAt }) => (publishAt === null ? '–' : <TimeAgo at={publishAt} />),
      },
    ],
    [t],
  )
}
