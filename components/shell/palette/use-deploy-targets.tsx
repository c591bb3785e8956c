'use client'
import { useTranslations } from 'next-intl'
import { ApplicationIcon } from '@/components/ui/icons'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { Found } from './use-found'

const MOST = 20

/** The applications that can be deployed, each in the version that was published last. `search` undefined: not asked. */
export function useDeployTargets(search: string | undefined): Found {
  const t = useTranslations('palette')
  const { data, error, loading, stale, reload } = useOperation(
    'application/listApplication',
    search === undefined
      ? null
      : { pageNum: 1, pageSize: MOST, search: search.trim(), published: true, sortBy: 'appName', order: 'asc' },
    { keepPrevious: true },
  )
  const items = (data?.apps ?? []).map(({ appName, latestPubVersion }) => {
    const href = links.deploy(appName, latestPubVersion)
    return { id: href, href, Icon: ApplicationIcon, label: appName, beside: latestPubVersion }
  })
  const groups = search === undefined ? [] : [{ id: 'deploy', label: t('group.deploy'), items }]
  return { groups, waiting: search !== undefined && (loading || stale), error, retry: reload }
}
