import { recordActivity } from '@/lib/activity/store'
import type { Tx } from '@/lib/db/db'
import { failureText, type Failure } from './failures'

/** The node is NotInstalled again, and its time line says why. */
export async function giveUp(tx: Tx, { uniqueName }: { uniqueName: string }, failure: Failure): Promise<void> {
  const node = await tx.node.findUnique({ where: { uniqueName } })
  if (node?.status !== 'Installing') return
  await tx.node.update({ where: { id: node.id }, data: { status: 'NotInstalled', statusAt: new Date() } })
  const entry = { kind: 'node', action: 'installFailed', nodeName: node.name, reason: failureText(failure) } as const
  await recordActivity(tx, node, [entry])
}

/** The key that a batch's nodes share goes when none of them needs it any more. */
export async function forgetSharedKey(tx: Tx, batchId: number): Promise<void> {
  const where = { batchId, status: { notIn: ['Joining', 'Installed'] } }
  if ((await tx.batchNode.count({ where })) > 0) return
  await tx.nodeBatch.updateMany({ where: { id: batchId, secret: { not: '' } }, data: { secret: '' } })
}
