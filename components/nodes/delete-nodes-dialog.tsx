'use client'
import { useTranslations } from 'next-intl'
import { EachDialog } from '@/components/bulk/each-dialog'
import { AppLink } from '@/components/ui/app-link'
import { ToneDot } from '@/components/ui/status'
import { links } from '@/lib/client/links'
import type { NodeRecord } from '@/lib/nodes/schema'

interface DeleteNodesDialogProps {
  nodes: readonly NodeRecord[]
  onClose: () => void
  /** After each round: the names of those that are being deleted. */
  onDone: (names: readonly string[]) => void
}

/** Asks before several nodes are deleted; those that something stands in the way of are left out, with a link to it. */
export function DeleteNodesDialog({ nodes, onClose, onDone }: DeleteNodesDialogProps) {
  const t = useTranslations('nodes')
  const obstacleOf = ({ name, status, deployCount }: NodeRecord) => {
    if (status === 'Deleting') return <ToneDot tone="none">{t('bulk.deleting')}</ToneDot>
    if (deployCount === 0) return undefined
    return <AppLink href={links.node(name, 'deployments')}>{t('bulk.deployed', { count: deployCount })}</AppLink>
  }
  const rows = nodes.map((node) => {
    const { name } = node
    return { key: name, name, content: { name }, obstacle: obstacleOf(node) }
  })
  return (
    <EachDialog
      title={t('bulk.title', { count: nodes.length })}
      text={t('bulk.text')}
      operation="node/deleteNode"
      confirmLabel={t('bulk.confirm', { count: rows.filter(({ obstacle }) => obstacle === undefined).length })}
      rows={rows}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
