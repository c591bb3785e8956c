'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { choicesOf } from '@/components/list/filter-menu'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import type { BatchNodeRecord, BatchRecord } from '@/lib/batch/schema'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { BATCH_NODE_STATUSES, batchNodeListSpec } from './batch-constants'
import { useBatchNodeColumns } from './use-batch-node-columns'
import { useRetry } from './use-retry'

const NodeDialogs = lazyPart(async () => (await import('./node-dialogs')).NodeDialogs)

/** What is done with one machine in a dialog. */
export type Asking = 'output' | 'cancel' | 'change' | 'accept' | 'remove'

const nameOf = (node: BatchNodeRecord) => node.name

/** The machines of a batch, each with its state and, where it failed, why. */
export function BatchNodeList({ batch }: { batch: BatchRecord }) {
  const t = useTranslations('batch')
  const control = useListQuery(batchNodeListSpec)
  const content = { batchID: batch.id, ...toListInput(control.query) }
  const { data, error, stale, reload } = useOperation('node/listBatchNode', content, { keepPrevious: true })
  const [asking, setAsking] = useState<{ what: Asking; name: string }>()
  const retry = useRetry(batch.id)
  const open = (what: Asking) => (node: BatchNodeRecord) => setAsking({ what, name: node.name })
  const columns = useBatchNodeColumns(open('output'))
  const actions = useRowActions(open, (node) => void retry.run([node.name]))
  const { status } = control.query.filters
  return (
    <>
      {retry.notice}
      <ListView
        label={t('csv.title')}
        control={control}
        rows={data?.nodes}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={[
          choicesOf(
            t('filter.state'),
            status,
            BATCH_NODE_STATUSES,
            (value) => t(`nodeState.${value}`),
            (value) => control.setFilters({ status: value }),
          ),
        ]}
        rowKey={nameOf}
        rowName={nameOf}
        rowActions={actions}
        empty={<EmptyState title={t('nodes.emptyTitle')} text={t('nodes.emptyText')} />}
      />
      {asking && <NodeDialogs batchID={batch.id} {...asking} onClose={() => setAsking(undefined)} />}
    </>
  )
}

function useRowActions(
  open: (what: Asking) => (node: BatchNodeRecord) => void,
  retry: (node: BatchNodeRecord) => void,
) {
  const t = useTranslations('batch')
  const router = useRouter()
  const mayChange = useMayChange()
  return (node: BatchNodeRecord) => {
    const { status, failure, hasCredentials } = node
    const isOver = status === 'Failed' || status === 'Cancelled'
    const isOpen = status === 'Queued' || status === 'Installing'
    const changes = mayChange
      ? [
          ...(isOver && hasCredentials ? [{ label: t('nodes.retry'), onSelect: () => retry(node) }] : []),
          ...(failure?.name === 'hostKeyChanged'
            ? [{ label: t('nodes.accept'), onSelect: () => open('accept')(node) }]
            : []),
          ...(isOver || status === 'Draft' ? [{ label: t('nodes.change'), onSelect: () => open('change')(node) }] : []),
          ...(isOpen ? [{ label: t('nodes.cancel'), onSelect: () => open('cancel')(node), destructive: true }] : []),
          ...(isOpen || status === 'Joining'
            ? []
            : [{ label: t('nodes.remove'), onSelect: () => open('remove')(node), destructive: true }]),
        ]
      : []
    return [
      ...(status === 'Draft'
        ? []
        : [
            { label: t('nodes.output'), onSelect: () => open('output')(node) },
            { label: t('nodes.node'), onSelect: () => router.push(links.node(node.name)) },
          ]),
      ...changes,
    ]
  }
}
