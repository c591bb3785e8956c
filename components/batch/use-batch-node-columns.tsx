'use client'
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Column } from '@/components/list/columns'
import { ToneDot } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import type { BatchNodeRecord } from '@/lib/batch/schema'
import { BATCH_NODE_TONE, type batchNodeListSpec } from './batch-constants'
import { FailureText } from './failure-text'

type BatchNodeColumn = Column<BatchNodeRecord, (typeof batchNodeListSpec.sortable)[number]>

export function useBatchNodeColumns(onOutput: (node: BatchNodeRecord) => void): BatchNodeColumn[] {
  const t = useTranslations('batch')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.node'),
        sortBy: 'name',
        cell: (node) => <Name node={node} onOutput={onOutput} />,
      },
      {
        id: 'state',
        header: t('column.state'),
        sortBy: 'statusAt',
        card: 'beside',
        cell: (node) => <State node={node} />,
      },
      {
        id: 'address',
        header: t('column.address'),
        sortBy: 'ip',
        cell: ({ ip, port }) => (port === 22 ? ip : `${ip.includes(':') ? `[${ip}]` : ip}:${port}`),
      },
      { id: 'user', header: t('column.user'), hiddenBelow: 1000, cell: ({ sudoer }) => sudoer },
      {
        id: 'type',
        header: t('column.type'),
        hiddenBelow: 1000,
        card: 'none',
        nowrap: true,
        cell: ({ nodeType, arch }) => `${nodeType}, ${arch}`,
      },
      {
        id: 'attempts',
        header: t('column.attempts'),
        sortBy: 'attempts',
        align: 'right',
        hiddenByDefault: true,
        card: 'none',
        cell: ({ attempts }) => attempts,
      },
    ],
    [t, onOutput],
  )
}

/** Leads to the output, where there may be one; below it why it failed, which a card has no other room for. */
function Name({ node, onOutput }: { node: BatchNodeRecord; onOutput: (node: BatchNodeRecord) => void }) {
  const { name, status, failure } = node
  return (
    <>
      {status === 'Draft' || status === 'Queued' ? (
        name
      ) : (
        <Link
          component="button"
          underline="hover"
          type="button"
          onClick={() => onOutput(node)}
          sx={{ textAlign: 'left', font: 'inherit' }}
        >
          {name}
        </Link>
      )}
      {failure !== null && (
        <Box
          sx={{
            color: 'text.secondary',
            fontSize: '0.8125rem',
            fontWeight: 400,
            maxWidth: 560,
            overflowWrap: 'anywhere',
          }}
        >
          <FailureText node={node} />
        </Box>
      )}
    </>
  )
}

function State({ node: { status, statusAt } }: { node: BatchNodeRecord }) {
  const t = useTranslations('batch')
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'baseline', gap: 2, whiteSpace: 'nowrap' }}>
      <ToneDot tone={BATCH_NODE_TONE[status]}>{t(`nodeState.${status}`)}</ToneDot>
      {status !== 'Draft' && (
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
