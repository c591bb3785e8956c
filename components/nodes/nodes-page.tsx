'use client'
import Button from '@mui/material/Button'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { AddIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { useNotify } from '@/components/ui/notices'
import { PageHeader } from '@/components/ui/page-header'
import { copyText } from '@/lib/client/copy-text'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOpened } from '@/lib/client/use-opened'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { nodeListSpec } from './node-constants'
import { useNodeColumns } from './use-node-columns'
import { useNodeFilters } from './use-node-filters'
import { MOST_SELECTED, useNodeSelection } from './use-node-selection'

const DeleteNodeDialog = lazyPart(async () => (await import('./delete-node-dialog')).DeleteNodeDialog)
const DeleteNodesDialog = lazyPart(async () => (await import('./delete-nodes-dialog')).DeleteNodesDialog)
const RegisterNodeDialog = lazyPart(async () => (await import('./register-node-dialog')).RegisterNodeDialog)

export function NodesPage() {
  const t = useTranslations('nodes')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(nodeListSpec)
  const { data, error, stale, reload } = useOperation('node/listNode', toListInput(control.query), {
    keepPrevious: true,
  })
  const columns = useNodeColumns()
  const filters = useNodeFilters(control)
  const [registering, setRegistering] = useOpened('register')
  const [deleting, setDeleting] = useState<NodeRecord>()
  const chosen = useNodeSelection(control.query, data?.nodes)
  const [deletingAll, setDeletingAll] = useState<readonly NodeRecord[]>()
  const copyNames = useCopyNames()

  const register = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setRegistering(true)}>
      {t('register')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} count={data?.total} actions={register} />
      <ListView
        label={t('title')}
        control={control}
        rows={data?.nodes}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={filters}
        rowKey={(node) => node.name}
        rowName={(node) => node.name}
        rowActions={(node) => [
          { label: t('open'), onSelect: () => router.push(links.node(node.name)) },
          ...(mayChange ? [{ label: t('delete'), onSelect: () => setDeleting(node), destructive: true }] : []),
        ]}
        selection={chosen.selection}
        bulk={{
          allMatching: chosen.allMatching,
          max: MOST_SELECTED,
          actions: [
            { label: t('copyNames'), onSelect: (names) => void copyNames(names) },
            ...(mayChange
              ? [{ label: t('delete'), onSelect: () => setDeletingAll(chosen.nodes), destructive: true }]
              : []),
          ],
        }}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} action={register} />}
      />
      {mayChange && registering && <RegisterNodeDialog onClose={() => setRegistering(false)} />}
      {deletingAll && (
        <DeleteNodesDialog nodes={deletingAll} onClose={() => setDeletingAll(undefined)} onDone={chosen.clear} />
      )}
      {deleting && <DeleteNodeDialog node={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}

function useCopyNames(): (names: readonly string[]) => Promise<void> {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const notify = useNotify()
  return async (names) => {
    if (await copyText(names.join('\n'))) notify(t('namesCopied', { count: names.length }))
    else notify(common('copyFailed'), 'bad')
  }
}
