'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRowSelection } from '@/components/bulk/use-row-selection'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { LearnLink } from '@/components/ui/learn-link'
import { AddIcon } from '@/components/ui/icons'
import { lazyPart } from '@/components/ui/lazy-part'
import { useNotify } from '@/components/ui/notices'
import { PageHeader } from '@/components/ui/page-header'
import { copyText } from '@/lib/client/copy-text'
import { callOperation } from '@/lib/client/api'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import type { NodeRecord } from '@/lib/nodes/schema'
import { nodeListSpec } from './node-constants'
import { useNodeColumns } from './use-node-columns'
import { useNodeFilters } from './use-node-filters'
import { useRegistering } from './use-registering'

const DeleteNodeDialog = lazyPart(async () => (await import('./delete-node-dialog')).DeleteNodeDialog)
const DeleteNodesDialog = lazyPart(async () => (await import('./delete-nodes-dialog')).DeleteNodesDialog)
const RegisterWizard = lazyPart(async () => (await import('./join/register-wizard')).RegisterWizard)

const nameOf = (node: NodeRecord) => node.name

/** How many can be deleted at once: as many as one answer lists. */
const MOST_DELETED = 1000

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
  const registering = useRegistering()
  const chosen = useRowSelection(data?.nodes, nameOf, {
    findMatching: async () => {
      const content = { ...toListInput(control.query), pageNum: 1, pageSize: MOST_DELETED }
      return (await callOperation('node/listNode', content)).nodes
    },
  })
  const [deleting, setDeleting] = useState<readonly NodeRecord[]>()
  const bulkActions = useBulkActions(() => setDeleting(chosen.rows))

  const register = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={registering.begin}>
      {t('register')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        count={data?.total}
        actions={
          <>
            <Button component={NextLink} href={links.batches} variant="outlined">
              {t('installMany')}
            </Button>
            {register}
          </>
        }
      />
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
        rowKey={nameOf}
        rowName={nameOf}
        rowActions={(node) => [
          { label: t('open'), onSelect: () => router.push(links.node(node.name)) },
          ...(mayChange ? [{ label: t('delete'), onSelect: () => setDeleting([node]), destructive: true }] : []),
        ]}
        selection={chosen.selection}
        bulk={{ allMatching: chosen.allMatching, max: MOST_DELETED, actions: bulkActions }}
        empty={
          <EmptyState
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={register}
            learn={<LearnLink about="nodes" />}
          />
        }
      />
      {registering.open && mayChange && (
        <RegisterWizard
          name={registering.name}
          onRegistered={registering.registered}
          onAnother={registering.another}
          onClose={registering.close}
        />
      )}
      {deleting && <Deleting nodes={deleting} onClose={() => setDeleting(undefined)} onDone={chosen.drop} />}
    </>
  )
}

interface DeletingProps {
  nodes: readonly NodeRecord[]
  onClose: () => void
  /** With the names of those that are being deleted. */
  onDone: (names: readonly string[]) => void
}

/** One node is asked about more closely than many. */
function Deleting({ nodes, onClose, onDone }: DeletingProps) {
  const [only, another] = nodes
  if (only && !another) return <DeleteNodeDialog node={only} onClose={onClose} onDone={() => onDone([only.name])} />
  return <DeleteNodesDialog nodes={nodes} onClose={onClose} onDone={onDone} />
}

function useBulkActions(onDelete: () => void) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const mayChange = useMayChange()
  const notify = useNotify()
  const copyNames = async (names: readonly string[]) => {
    if (await copyText(names.join('\n'))) notify(t('namesCopied', { count: names.length }))
    else notify(common('copyFailed'), 'bad')
  }
  return [
    { label: t('copyNames'), onSelect: (names: readonly string[]) => void copyNames(names) },
    ...(mayChange ? [{ label: t('deleteSelected'), onSelect: onDelete, destructive: true }] : []),
  ]
}
