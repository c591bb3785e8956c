'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ApplicationRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import type { applicationListSpec } from './application-constants'
import { DeployCounts } from './deploy-counts'

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
      { id: 'appType', header: t('column.appType'), cell: ({ appType }) => t(`appType.${appType}`), card: 'none' },
      { id: 'functionType', header: t('field.functionType'), cell: ({ functionType }) => functionType || '–' },
      {
        id: 'published',
        header: t('column.latestPubVersion'),
        cell: ({ appName, latestPubVersion }) =>
          latestPubVersion === '' ? (
            t('nonePublished')
          ) : (
            <AppLink href={links.version(appName, latestPubVersion)}>{latestPubVersion}</AppLink>
          ),
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
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t],
  )
}
