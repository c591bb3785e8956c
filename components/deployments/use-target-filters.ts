'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { choicesOf, type FilterChoice } from '@/components/list/filter-menu'
import { ARCH_TYPES } from '@/components/nodes/arch-types'
import { NODE_STATUSES, NODE_TYPES } from '@/components/nodes/node-constants'
import type { ListControl } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { FIT_CHOICES, type targetListSpec } from './deployment-constants'

const asItIs = (value: string) => value
const MOST = { pageNum: 1, pageSize: 100 } as const

/** The filters of the nodes that a version may go to. */
export function useTargetFilters(
  { query, setFilters }: ListControl<typeof targetListSpec>,
  present: PresentFilter,
): FilterChoice[] {
  const t = useTranslations('deployments')
  const states = useTranslations('states')
  const { status, arch, nodeType, fit } = query.filters
  const onIt = present.versions.length > 0 ? [presentChoice(t('filter.presentVersion'), present)] : []
  return [
    choicesOf(
      t('filter.fit'),
      fit,
      FIT_CHOICES,
      () => t('filter.fits'),
      (value) => setFilters({ fit: value }),
    ),
    ...onIt,
    choicesOf(t('column.nodeType'), nodeType, NODE_TYPES, asItIs, (value) => setFilters({ nodeType: value })),
    choicesOf(t('column.arch'), arch, ARCH_TYPES, asItIs, (value) => setFilters({ arch: value })),
    choicesOf(
      t('column.state'),
      status,
      NODE_STATUSES,
      (value) => states(`node.${value}`),
      (value) => setFilters({ status: value }),
    ),
  ]
}

interface PresentFilter {
  /** Which version the nodes must have; undefined: any or none. */
  value: string | undefined
  /** Those that there are to choose from. */
  versions: readonly string[]
  choose: (version: string | undefined) => void
}

function presentChoice(label: string, { value, versions, choose }: PresentFilter): FilterChoice {
  return choicesOf(label, value, versions, asItIs, choose)
}

/** `from` in the address: only nodes on which the application is in that version. */
export function usePresentFilter(appName: string, version: string): PresentFilter {
  const params = useSearchParams()
  const path = usePathname()
  const { data } = useOperation('application/listApplicationVersion', { ...MOST, appName })
  const value = params.get('from') ?? undefined
  const deployed = (data?.appVersions ?? [])
    .filter((other) => other.version !== version && other.deployCounts.total > 0)
    .map((other) => other.version)
  const versions = value === undefined || deployed.includes(value) ? deployed : [value, ...deployed]
  const choose = (chosen: string | undefined) => {
    const next = new URLSearchParams(params)
    next.delete('page')
    if (chosen === undefined) next.delete('from')
    else next.set('from', chosen)
    window.history.pushState(null, '', `${path}?${next.toString()}`)
  }
  return { value, versions, choose }
}
