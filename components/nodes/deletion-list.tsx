'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { useErrorText } from '@/components/ui/error-text'
import { ToneDot } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import type { NodeRecord } from '@/lib/nodes/schema'
import type { Deletion } from './delete-each'

interface DeletionListProps {
  nodes: readonly NodeRecord[]
  deletions: ReadonlyMap<string, Deletion>
  /** The deletion has begun. */
  asked: boolean
}

/** Each node with what stands in the way of its deletion, or what became of it. */
export function DeletionList({ nodes, deletions, asked }: DeletionListProps) {
  const t = useTranslations('nodes')
  return (
    <Box
      component="ul"
      tabIndex={0}
      aria-label={t('bulk.nodes')}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        maxHeight: 320,
        overflow: 'auto',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        '& > li + li': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {nodes.map((node) => (
        <Box
          component="li"
          key={node.name}
          sx={{ px: 3, py: 1.5, display: 'flex', flexWrap: 'wrap', columnGap: 4, justifyContent: 'space-between' }}
        >
          <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere', fontWeight: 500 }}>
            {node.name}
          </Box>
          <Outcome node={node} deletion={deletions.get(node.name)} asked={asked} />
        </Box>
      ))}
    </Box>
  )
}

function Outcome({ node, deletion, asked }: { node: NodeRecord; deletion: Deletion | undefined; asked: boolean }) {
  const t = useTranslations('nodes')
  const errorText = useErrorText()
  const { name, status, deployCount } = node
  if (deletion === 'busy') return <ToneDot tone="working">{t('bulk.busy')}</ToneDot>
  if (deletion === 'done') return <ToneDot tone="good">{t('bulk.done')}</ToneDot>
  if (deletion) {
    return (
      <Box component="span" sx={{ color: 'tone.bad' }}>
        {errorText(deletion)}
      </Box>
    )
  }
  if (status === 'Deleting') return <ToneDot tone="none">{t('bulk.deleting')}</ToneDot>
  if (deployCount > 0) {
    return <AppLink href={links.node(name, 'deployments')}>{t('bulk.deployed', { count: deployCount })}</AppLink>
  }
  return asked && <ToneDot tone="none">{t('bulk.waiting')}</ToneDot>
}
