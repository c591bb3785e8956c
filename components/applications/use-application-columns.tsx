'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ApplicationRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import type { applicationListSpec } from './application-constants'
import { WhereItRuns } from './deploy-counts'

type ApplicationSort = (typeof applicationListSpec.sortable)[number]

export function useApplicationColumns(): Column<ApplicationRecord, ApplicationSort>[] {
  const t = useTranslations('applications')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        sortBy: 'appName',
        cell: ({ appName }) => <AppLink href={links.application(appName)}>{appName}</AppLink>,
      },
      {
        id: 'appType',
        header: t('column.appType'),
        nowrap: true,
        card: 'none',
        hiddenByDefault: true,
        cell: ({ appType }) => t(`appType.${appType}`),
      },
      {
        id: 'functionType',
        header: t('field.functionType'),
        card: 'none',
        hiddenBelow: 960,
        cell: ({ functionType }) => functionType || '–',
      },
      {
        id: 'latest',
        header: t('column.latestVersion'),
        nowrap: true,
        card: 'none',
        cell: ({ appName, latestVersion }) =>
          latestVersion === '' ? (
            t('nonePublished')
          ) : (
            <AppLink href={links.version(appName, latestVersion)} standalone>
              {latestVersion}
            </AppLink>
          ),
      },
      {
        id: 'versions',
        header: t('versions'),
        align: 'right',
        card: 'none',
        hiddenByDefault: true,
        cell: ({ versionCount }) => versionCount,
      },
      {
        id: 'published',
        header: t('column.latestPubVersion'),
        nowrap: true,
        cell: ({ appName, latestPubVersion }) =>
          latestPubVersion === '' ? (
            t('nonePublished')
          ) : (
            <AppLink href={links.version(appName, latestPubVersion)} standalone>
              {latestPubVersion}
            </AppLink>
          ),
      },
      {
        id: 'deployments',
        header: t('where'),
        nowrap: true,
        cell: ({ appName, deployCounts }) => <WhereItRuns appName={appName} counts={deployCounts} />,
      },
      {
        id: 'updated',
        header: t('column.updated'),
        sortBy: 'updateAt',
        nowrap: true,
        card: 'none',
        hiddenBelow: 840,
        cell: ({ updateAt }) => <TimeAgo at={updateAt} />,
      },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        nowrap: true,
        card: 'none',
        hiddenByDefault: true,
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t],
  )
}
