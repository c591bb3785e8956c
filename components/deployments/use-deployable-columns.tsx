'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { NodeState } from '@/components/ui/status'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { deployableListSpec } from './deployment-constants'
import { PresentVersion } from './present-version'

type DeployableSort = (typeof deployableListSpec.sortable)[number]

export function useDeployableColumns(appName: string): Column<NodeRecord, DeployableSort>[] {
  const t = useTranslations('deployments')
  return useMemo(
    () => [
      // No link: choosing is what this list is for, and following one would lose what is chosen.
      { id: 'node', header: t('column.node'), sortBy: 'name', cell: ({ name }) => name },
      { id: 'state', header: t('column.state'), card: 'beside', cell: ({ status }) => <NodeState status={status} /> },
      { id: 'arch', header: t('column.arch'), sortBy: 'arch', cell: ({ arch }) => arch },
      {
        id: 'nodeType',
        header: t('column.nodeType'),
        sortBy: 'nodeType',
        card: 'none',
        cell: ({ nodeType }) => nodeType,
      },
      {
        id: 'present',
        header: t('column.present'),
        cell: ({ name }) => <PresentVersion appName={appName} nodeName={name} />,
      },
    ],
    [t, appName],
  )
}
