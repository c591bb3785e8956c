'use client'
import Button from '@mui/material/Button'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { Column } from '@/components/list/columns'
import { ListView } from '@/components/list/list-view'
import { AppLink } from '@/components/ui/app-link'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorNotice } from '@/components/ui/error-notice'
import { AddIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { PageHeader } from '@/components/ui/page-header'
import { ToneDot } from '@/components/ui/status'
import { TimeAgo } from '@/components/ui/time-ago'
import type { BatchRecord } from '@/lib/batch/schema'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useChange } from '@/lib/client/use-change'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import batch from '@/lib/i18n/messages/en/batch.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { BATCH_TONE, batchListSpec } from './batch-constants'
import { useBatchName } from './use-batch-name'

const DeleteBatchDialog = lazyPart(async () => (await import('./delete-batch-dialog')).DeleteBatchDialog)

export const BatchesPage = withTexts({ batch }, Batches)

function Batches() {
  const t = useTranslations('batch')
  const nodes = useTranslations('nodes')
  const router = useRouter()
  const mayChange = useMayChange()
  const nameOf = useBatchName()
  const control = useListQuery(batchListSpec)
  const content = { ...toListInput(control.query), withNodes: false }
  const { data, error, stale, reload } = useOperation('node/listBatch', content, { keepPrevious: true })
  const [deleting, setDeleting] = useState<BatchRecord>()
  const making = useChange('node/batch')
  const columns = useBatchColumns()
  const begin = async () => {
    const outcome = await making.run({})
    if (outcome.ok) router.push(links.batch(outcome.data.batchID))
  }
  const button = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} loading={making.busy} onClick={() => void begin()}>
      {t('begin')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        parents={[{ href: links.nodes, label: nodes('title') }]}
        count={data?.total}
        actions={button}
      />
      {making.error && <ErrorNotice error={making.error} />}
      <ListView
        label={t('title')}
        control={control}
        rows={data?.batches}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        rowKey={({ id }) => String(id)}
        rowName={nameOf}
        rowActions={(batch) => [
          { label: t('open'), onSelect: () => router.push(links.batch(batch.id)) },
          ...(mayChange && batch.status !== 'Installing'
            ? [{ label: t('delete'), onSelect: () => setDeleting(batch), destructive: true }]
            : []),
        ]}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} action={button} />}
      />
      {deleting && <DeleteBatchDialog batch={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}

function useBatchColumns() {
  const t = useTranslations('batch')
  const nameOf = useBatchName()
  return useMemo(
    (): Column<BatchRecord, (typeof batchListSpec.sortable)[number]>[] => [
      {
        id: 'name',
        header: t('column.name'),
        cell: (batch) => <AppLink href={links.batch(batch.id)}>{nameOf(batch)}</AppLink>,
      },
      {
        id: 'state',
        header: t('column.state'),
        card: 'beside',
        nowrap: true,
        cell: ({ status }) => <ToneDot tone={BATCH_TONE[status]}>{t(`state.${status}`)}</ToneDot>,
      },
      { id: 'nodes', header: t('column.nodes'), align: 'right', cell: ({ nodeCount }) => nodeCount },
      { id: 'done', header: t('column.done'), align: 'right', cell: ({ counts }) => counts.Installed },
      { id: 'failed', header: t('column.failed'), align: 'right', cell: ({ counts }) => counts.Failed },
      {
        id: 'created',
        header: t('column.created'),
        sortBy: 'createAt',
        nowrap: true,
        hiddenBelow: 780,
        cell: ({ createAt }) => <TimeAgo at={createAt} />,
      },
    ],
    [t, nameOf],
  )
}
