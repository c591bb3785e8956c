'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { NodeState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { links } from '@/lib/client/links'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { nodeListSpec } from './node-constants'

type NodeSort = (typeof nodeListSpec.sortable)[number]

export function useNodeColumns(): Column<NodeRecord, NodeSort>[] {
  const t = useTranslations('nodes')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        sortBy: 'name',
        cell: (node) => <AppLink href={links.node(node.name)}>{node.name}</AppLink>,
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        cell: (node) => <NodeState status={node.status} />,
      },
      { id: 'nodeType', header: t('column.nodeType'), sortBy: 'nodeType', card: 'none', cell: (node) => node.nodeType },
      { id: 'arch', header: t('column.arch'), sortBy: 'arch', card: 'none', cell: (node) => node.arch || '–' },
      { id: 'address', header: t('column.address'), nowrap: true, cell: (node) => node.interIp || node.outerIp || '–' },
      {
        id: 'heartbeat',
        header: t('column.heartbeat'),
        sortBy: 'lastHeartbeat',
        cell: (node) => <TimeAgo at={node.lastHeartbeat} />,
      },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        card: 'none',
        cell: (node) => <TimeAgo at={node.createAt} />,
      },
    ],
    [t],
  )
}
