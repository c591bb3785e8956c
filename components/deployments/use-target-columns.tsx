'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { NodeState } from '@/components/ui/status'
import type { DeployTarget } from '@/lib/deployments/schema'
import type { targetListSpec } from './deployment-constants'
import { TargetEffect } from './target-effect'

type TargetSort = (typeof targetListSpec.sortable)[number]

export function useTargetColumns(): Column<DeployTarget, TargetSort>[] {
  const t = useTranslations('deployments')
  return useMemo(
    () => [
      // No link: choosing is what this list is for, and following one would lose what is chosen.
      { id: 'node', header: t('column.node'), sortBy: 'name', cell: ({ nodeName }) => nodeName },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        cell: ({ status }) => <NodeState status={status} />,
      },
      { id: 'arch', header: t('column.arch'), sortBy: 'arch', cell: ({ arch }) => (arch === '' ? '–' : arch) },
      {
        id: 'nodeType',
        header: t('column.nodeType'),
        sortBy: 'nodeType',
        card: 'none',
        hiddenBelow: 840,
        cell: ({ nodeType }) => nodeType,
      },
      { id: 'effect', header: t('column.effect'), minWidth: 200, cell: (target) => <TargetEffect target={target} /> },
    ],
    [t],
  )
}
