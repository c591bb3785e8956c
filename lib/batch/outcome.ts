import { recordActivity } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import { tenantOf } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import { failureText, type Failure } from './failures'
import type { BatchNodeStatus } from './schema'
import type { BatchNodeRow, BatchRow } from './store'

/** A node of a batch, with the batch. */
export type BatchedRow = BatchNodeRow & { readonly batch: BatchRow }

/** What became of a node's installation, or of a node whose script had ended well. */
export type Outcome =
  { readonly status: 'Joining' | 'Installed' } | { readonly status: 'Failed'; readonly failure: Failure }

/** Writes what came of a row, in one transaction, unless it was cancelled or tried again meanwhile; tells the pages. */
export async function conclude(
  { db, changes }: Pick<App, 'db' | 'changes'>,
  row: BatchedRow,
  from: readonly BatchNodeStatus[],
  outcome: Outcome,
): Promise<void> {
  const { id, attempts, batchId, batch } = row
  const failure = outcome.status === 'Failed' ? outcome.failure : undefined
  const data = {
    status: outcome.status,
    statusAt: new Date(),
    interruptions: 0,
    failure: failure?.name ?? '',
    failureParams: JSON.stringify(failure?.params ?? {}),
    ...(outcome.status === 'Joining' ? { secret: '' } : {}),
  }
  let node: { id: number } | undefined
  const isWritten = await db.write(async (tx) => {
    const { count } = await tx.batchNode.updateMany({ where: { id, attempts, status: { in: [...from] } }, data })
    if (count === 0) return false
    node = failure && (await giveUp(tx, row, failure))
    if (outcome.status === 'Joining') await forgetSharedKey(tx, batchId)
    return true
  })
  if (!isWritten) return
  const tenant = tenantOf(batch)
  if (node) changes.publish({ tenant, kind: 'node', ids: [node.id] })
  changes.publish({ tenant, kind: 'batch', ids: [batchId], observed: true })
}

/** The node is NotInstalled again, and its time line says why. */
async function giveUp(tx: Tx, { uniqueName }: BatchNodeRow, failure: Failure): Promise<{ id: number } | undefined> {
  const node = await tx.node.findUnique({ where: { uniqueName } })
  if (node?.status !== 'Installing') return undefined
  await tx.node.update({ where: { id: node.id }, data: { status: 'NotInstalled', statusAt: new Date() } })
  const entry = { kind: 'node', action: 'installFailed', nodeName: node.name, reason: failureText(failure) } as const
  await recordActivity(tx, node, [entry])
  return node
}

/** The key that a batch's nodes share goes when none of them needs it any more. */
export async function forgetSharedKey(tx: Tx, batchId: number): Promise<void> {
  const where = { batchId, status: { notIn: ['Joining', 'Installed'] } }
  if ((await tx.batchNode.count({ where })) > 0) return
  await tx.nodeBatch.updateMany({ where: { id: batchId, secret: { not: '' } }, data: { secret: '' } })
}
