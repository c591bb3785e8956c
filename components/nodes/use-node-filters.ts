'use client'
import { useTranslations } from 'next-intl'
import { choicesOf, type FilterChoice } from '@/components/list/filter-menu'
import type { ListControl } from '@/lib/client/use-list-query'
import { ARCH_TYPES } from './arch-types'
import { ADVISORY_EFFECTS, NODE_STATUSES, NODE_TYPES, type nodeListSpec } from './node-constants'

const asItIs = (value: string) => value

export function useNodeFilters({ query, setFilters }: ListControl<typeof nodeListSpec>): FilterChoice[] {
  const t = useTranslations('nodes')
  const states = useTranslations('states')
  const { status, arch, nodeType, advisory } = query.filters
  return [
    choicesOf(
      t('filter.state'),
      status,
      NODE_STATUSES,
      (value) => states(`node.${value}`),
      (value) => setFilters({ status: value }),
    ),
    choicesOf(t('filter.arch'), arch, ARCH_TYPES, asItIs, (value) => setFilters({ arch: value })),
    choicesOf(t('filter.nodeType'), nodeType, NODE_TYPES, asItIs, (value) => setFilters({ nodeType: value })),
    choicesOf(
      t('filter.advisory'),
      advisory,
      ADVISORY_EFFECTS,
      (value) => t(`advisory.filter.${value}`),
      (value) => setFilters({ advisory: value }),
    ),
  ]
}
