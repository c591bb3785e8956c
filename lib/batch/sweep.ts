import type { App } from '@/lib/app'
import { tenantOf } from '@/lib/auth/caller'
import { failureOf } from './failures'
import { conclude, type BatchedRow, type Outcome } from './outcome'

type Parts = Pick<App, 'db' | 'changes' | 'log'>

/** How long a machine may take to join once its script has ended well. */
const JOIN_MS = 5 * 60_000
/** How often in a row an installation is begun anew that was left in the middle. */
const MOST_INTERRUPTIONS = 3
const MOST_AT_ONCE = 500

/**
 * What is Installing and under way nowhere: the console ended in the middle of it, or could not write what came of it.
 * It waits anew (a script is safe to run twice), or has failed where that happened again and again.
 */
export async function takeUpInterrupted(parts: Parts, underWay: readonly number[]): Promise<void> {
  const { db, changes } = parts
  const rows = await db.read.batchNode.findMany({
    where: { status: 'Installing', id: { notIn: [...underWay] } },
    orderBy: { id: 'asc' },
    take: MOST_AT_ONCE,
    include: { batch: true },
  })
  await each(parts, rows, async (row) => {
    if (row.interruptions + 1 >= MOST_INTERRUPTIONS) {
      await conclude(parts, row, ['Installing'], { status: 'Failed', failure: failureOf('interrupted') })
      return
    }
    const where = { id: row.id, status: 'Installing', attempts: row.attempts }
    const data = { status: 'Queued', statusAt: new Date(), interruptions: row.interruptions + 1 }
    await db.write((tx) => tx.batchNode.updateMany({ where, data }))
    changes.publish({ tenant: tenantOf(row.batch), kind: 'batch', ids: [row.batchId], observed: true })
  })
}

/**
 * Which of those whose script ended well are in the cluster by now, and which have had time enough.
 * @returns whether any is still waited for
 */
export async function expireJoining(parts: Parts, now = Date.now()): Promise<boolean> {
  const { db } = parts
  const rows = await db.read.batchNode.findMany({
    where: { status: 'Joining' },
    orderBy: { statusAt: 'asc' },
    take: MOST_AT_ONCE,
    include: { batch: true },
  })
  if (rows.length === 0) return false
  const nodes = await db.read.node.findMany({
    where: { uniqueName: { in: rows.map(({ uniqueName }) => uniqueName) } },
    select: { uniqueName: true, status: true },
  })
  const statusOf = new Map(nodes.map(({ uniqueName, status }) => [uniqueName, status]))
  await each(parts, rows, async (row) => {
    const outcome = afterJoining(statusOf.get(row.uniqueName), row.statusAt.getTime() < now - JOIN_MS)
    if (outcome) await conclude(parts, row, ['Joining'], outcome)
  })
  return true
}

/** Undefined where the node may yet join. */
function afterJoining(nodeStatus: string | undefined, isLate: boolean): Outcome | undefined {
  if (nodeStatus === undefined) return { status: 'Failed', failure: failureOf('nodeDeleted') }
  if (nodeStatus === 'Online' || nodeStatus === 'Offline') return { status: 'Installed' }
  if (nodeStatus === 'Installing' && !isLate) return undefined
  return { status: 'Failed', failure: failureOf('notJoined', { minutes: JOIN_MS / 60_000 }) }
}

/** What fails with one keeps none of the others: it is there again the next time. */
async function each(
  { log }: Parts,
  rows: readonly BatchedRow[],
  work: (row: BatchedRow) => Promise<void>,
): Promise<void> {
  for (const row of rows) {
    try {
      await work(row)
    } catch (error) {
      log.error(
        { err: error, batchNode: row.id },
        'what came of an installation could not be written; it is tried again',
      )
    }
  }
}
