import type { App } from '@/lib/app'
import { tenantOf } from '@/lib/auth/caller'
import { failureOf } from './failures'
import { giveUp } from './give-up'

/** How long a machine may take to join once its script has ended well. */
const JOIN_MS = 5 * 60_000
/** How often in a row an installation is begun anew that ended with the console. */
const MOST_INTERRUPTIONS = 3
const MOST_AT_ONCE = 500

/**
 * What was under way when the console ended: its connections ended with it, so it waits anew (a script is safe to run
 * twice), or has failed where that happened again and again.
 */
export async function takeUpInterrupted({ db, changes }: App): Promise<void> {
  const rows = await db.read.batchNode.findMany({ where: { status: 'Installing' }, include: { batch: true } })
  for (const row of rows) {
    const isEnough = row.interruptions + 1 >= MOST_INTERRUPTIONS
    const failure = failureOf('interrupted')
    await db.write(async (tx) => {
      const data = isEnough
        ? { status: 'Failed', failure: failure.name, failureParams: JSON.stringify(failure.params), interruptions: 0 }
        : { status: 'Queued', interruptions: row.interruptions + 1 }
      const where = { id: row.id, status: 'Installing', attempts: row.attempts }
      const { count } = await tx.batchNode.updateMany({ where, data: { ...data, statusAt: new Date() } })
      if (count > 0 && isEnough) await giveUp(tx, row, failure)
    })
    changes.publish({ tenant: tenantOf(row.batch), kind: 'batch', ids: [row.batchId], observed: true })
  }
}

/** Which of those whose script ended well are in the cluster by now, and which have had time enough. */
export async function expireJoining({ db, changes }: App): Promise<void> {
  const rows = await db.read.batchNode.findMany({
    where: { status: 'Joining' },
    orderBy: { statusAt: 'asc' },
    take: MOST_AT_ONCE,
    include: { batch: true },
  })
  if (rows.length === 0) return
  const nodes = await db.read.node.findMany({
    where: { uniqueName: { in: rows.map(({ uniqueName }) => uniqueName) } },
    select: { id: true, uniqueName: true, status: true },
  })
  const byName = new Map(nodes.map((node) => [node.uniqueName, node]))
  for (const row of rows) {
    const node = byName.get(row.uniqueName)
    const hasJoined = node?.status === 'Online' || node?.status === 'Offline'
    const isLate = row.statusAt.getTime() < Date.now() - JOIN_MS
    if (!hasJoined && !isLate && node?.status === 'Installing') continue
    const failure = failureOf(node ? 'notJoined' : 'nodeDeleted', { minutes: JOIN_MS / 60_000 })
    const data = hasJoined
      ? { status: 'Installed' }
      : { status: 'Failed', failure: failure.name, failureParams: JSON.stringify(failure.params) }
    await db.write(async (tx) => {
      const where = { id: row.id, status: 'Joining' }
      const { count } = await tx.batchNode.updateMany({ where, data: { ...data, statusAt: new Date() } })
      if (count > 0 && !hasJoined) await giveUp(tx, row, failure)
    })
    const tenant = tenantOf(row.batch)
    changes.publish({ tenant, kind: 'batch', ids: [row.batchId], observed: true })
    if (node && !hasJoined) changes.publish({ tenant, kind: 'node', ids: [node.id] })
  }
}
