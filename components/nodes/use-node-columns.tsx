'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { AppLink } from '@/components/ui/app-link'
import { NodeState } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import { links } from '@/lib/client/links'
import { kubernetesVersion } from '@/lib/nodes/kubeedge-version'
import type { NodeRecord } from '@/lib/nodes/schema'
import { AdvisoryMark } from './advisory-mark'
import { runtimeName, type nodeListSpec } from './node-constants'

type NodeColumn = Column<NodeRecord, (typeof nodeListSpec.sortable)[number]>

/** What a node is told by at first sight. */
export function useNodeColumns(): NodeColumn[] {
  const t = useTranslations('nodes')
  const more = useHiddenColumns()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        sortBy: 'name',
        cell: (node) => (
          <>
            <AppLink href={links.node(node.name)}>{node.name}</AppLink>
            <AdvisoryMark node={node} />
          </>
        ),
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'status',
        card: 'beside',
        nowrap: true,
        cell: (node) => <StateSince node={node} />,
      },
      {
        id: 'nodeType',
        header: t('column.nodeType'),
        sortBy: 'nodeType',
        hiddenBelow: 1060,
        card: 'none',
        nowrap: true,
        cell: (node) => node.nodeType,
      },
      {
        id: 'arch',
        header: t('column.arch'),
        sortBy: 'arch',
        card: 'none',
        hiddenBelow: 1060,
        cell: (node) => node.arch || '–',
      },
      { id: 'address', header: t('column.address'), nowrap: true, cell: (node) => node.interIp || node.outerIp || '–' },
      {
        id: 'runtime',
        header: t('column.runtime'),
        card: 'none',
        hiddenBelow: 1280,
        nowrap: true,
        cell: (node) => runtimeName(node) || '–',
      },
      {
        id: 'deployments',
        header: t('column.deployments'),
        align: 'right',
        hiddenBelow: 780,
        cell: (node) => <DeployCount node={node} />,
      },
      {
        id: 'heartbeat',
        header: t('column.heartbeat'),
        sortBy: 'lastHeartbeat',
        hiddenBelow: 920,
        nowrap: true,
        cell: (node) => <TimeAgo at={node.lastHeartbeat} />,
      },
      ...more,
    ],
    [t, more],
  )
}

/** Facts that few look for in a list; shown to those who choose them. */
function useHiddenColumns(): NodeColumn[] {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const units = useUnits()
  return useMemo(() => {
    const hidden = { hiddenByDefault: true, card: 'none', nowrap: true } as const
    return [
      {
        ...hidden,
        id: 'kubelet',
        header: t('kubelet'),
        sortBy: 'kubeletVersion',
        cell: (node) => kubernetesVersion(node.kubeletVersion) || '–',
      },
      { ...hidden, id: 'kubeEdge', header: t('column.kubeEdge'), cell: (node) => node.kubeEdgeVersion || '–' },
      {
        ...hidden,
        id: 'size',
        header: t('column.size'),
        cell: ({ cpuCore, memory }) =>
          cpuCore > 0 ? `${common('cores', { count: cpuCore })}, ${units.memory(memory)}` : '–',
      },
      { ...hidden, id: 'os', header: t('osImage'), cell: (node) => node.osImage || '–' },
      {
        ...hidden,
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        cell: (node) => <TimeAgo at={node.createAt} />,
      },
    ]
  }, [t, common, units])
}

/** On a phone the state alone, which stands beside the name. */
function StateSince({ node: { status, statusAt, outage } }: { node: NodeRecord }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'baseline', gap: 2 }}>
      <NodeState status={status} outage={outage} />
      {statusAt !== null && (
        <Box
          component="span"
          sx={{ display: { xs: 'none', sm: 'inline' }, color: 'text.secondary', fontSize: '0.8125rem' }}
        >
          <TimeAgo at={statusAt} />
        </Box>
      )}
    </Box>
  )
}

function DeployCount({ node: { name, deployCount } }: { node: NodeRecord }) {
  const common = useTranslations('common')
  if (deployCount === 0) return <Box sx={{ color: 'text.secondary', display: 'inline' }}>{common('none')}</Box>
  return <AppLink href={links.node(name, 'deployments')}>{common('total', { total: deployCount })}</AppLink>
}
