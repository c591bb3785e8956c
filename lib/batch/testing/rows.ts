import type { Db } from '@/lib/db/db'
import type { BatchedRow } from '../outcome'
import type { BatchNodeStatus } from '../schema'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }

/** A confirmed batch whose rows all have a status; their nodes are Installing. */
export async function batchOf(db: Db, count: number, status: BatchNodeStatus, more: object = {}) {
  return db.write(async (tx) => {
    const batch = await tx.nodeBatch.create({ data: { ...TENANT, confirmedAt: new Date() } })
    const rows: BatchedRow[] = []
    for (let i = 1; i <= count; i++) {
      const name = `b${batch.id}-${i}`
      const node = { name, nodeType: 'Generic', uniqueName: `node-${name}` }
      await tx.node.create({ data: { ...TENANT, ...node, status: 'Installing' } })
      const reached = { arch: 'amd64', ip: '192.0.2.1', port: i, sudoer: 'root' }
      const data = { ...node, ...reached, batchId: batch.id, status, ...more }
      rows.push(await tx.batchNode.create({ data, include: { batch: true } }))
    }
    return rows
  })
}

/** As it is in the database now, with its node's status. */
export async function rowNow(db: Db, { id }: Pick<BatchedRow, 'id'>) {
  const row = await db.read.batchNode.findUniqueOrThrow({ where: { id } })
  const node = await db.read.node.findUnique({ where: { uniqueName: row.uniqueName } })
  return { ...row, nodeStatus: node?.status }
}
