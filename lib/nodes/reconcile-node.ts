import { recordActivity } from '@/lib/activity/store'
import { tenantOf } from '@/lib/auth/caller'
import { hasReason } from '@/lib/cluster/kube-error'
import type { NodeObject } from '@/lib/cluster/kinds'
import { NODES } from '@/lib/cluster/resources'
import { retryOnConflict } from '@/lib/cluster/retry-on-conflict'
import type { Reconciling } from '@/lib/reconciler/reconciler'
import { missingMarks } from './marks'
import { observeNode, type ObservedNode } from './observed'
import type { NodeRow } from './store'

/** A record is not written for its heartbeat alone more often than this. */
const HEARTBEAT_STEP_MS = 30_000
const LOOK_AGAIN_MS = 5000

/** Brings a node's record and its Kubernetes Node together: PROTOCOL.md §6. */
export async function reconcileNode(on: Reconciling, uniqueName: string): Promise<void> {
  const row = await on.db.read.node.findUnique({ where: { uniqueName } })
  if (!row) return
  if (row.status === 'Deleting') return deleteNode(on, row)
  const object = on.view.nodes.get(uniqueName)
  if (!object) {
    if (row.status !== 'NotInstalled' && row.status !== 'Installing') await write(on, row, { status: 'NotInstalled' })
    return
  }
  const observed = observeNode(object)
  const differing = difference(row, observed)
  if (Object.keys(differing).length > 0) await write(on, row, differing, observed.outageReason)
  await markNode(on, row, object)
}

async function deleteNode(on: Reconciling, row: NodeRow): Promise<void> {
  const { uniqueName, id } = row
  try {
    await on.cluster.client.delete(NODES, { name: uniqueName }, on.signal)
    on.requeueNode(uniqueName, LOOK_AGAIN_MS) // the watch tells when it is gone; this is for when it does not
    return
  } catch (error) {
    if (!hasReason(error, 'NotFound')) throw error
  }
  await on.db.write(async (tx) => {
    const { count } = await tx.node.deleteMany({ where: { id, status: 'Deleting' } })
    if (count > 0) await recordActivity(tx, row, [{ kind: 'node', action: 'removed', nodeName: row.name }])
  })
  on.changed({ tenant: tenantOf(row), kind: 'node', ids: [id] })
}

function difference(row: NodeRow, observed: ObservedNode): Partial<ObservedNode> {
  const { lastHeartbeat: told, ...fields } = observed
  // Of no clock but ours: the machine's may be ahead, and ours may have jumped.
  const now = Date.now()
  const lastHeartbeat = told && new Date(Math.min(told.getTime(), now))
  const differing: Partial<ObservedNode> = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !isSame(row[name as keyof typeof fields], value)),
  )
  // Of the Node's and its Lease's the newer is kept; the Lease's is written by itself.
  const newerMs = (lastHeartbeat?.getTime() ?? 0) - (row.lastHeartbeat?.getTime() ?? 0)
  const isOfFuture = (row.lastHeartbeat?.getTime() ?? 0) > now + HEARTBEAT_STEP_MS
  const due = isOfFuture || newerMs >= (Object.keys(differing).length > 0 ? 1 : HEARTBEAT_STEP_MS)
  return due && lastHeartbeat ? { ...differing, lastHeartbeat } : differing
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b
}

/** Only while the record is as it was read: a deletion asked for meanwhile stands. */
async function write(on: Reconciling, row: NodeRow, data: Partial<ObservedNode>, reason = ''): Promise<void> {
  const { id, status, name: nodeName } = row
  const action = data.status
  const written = action === undefined ? data : { ...data, statusAt: new Date() }
  const deployUUIDs = await on.db.write(async (tx) => {
    const { count } = await tx.node.updateMany({ where: { id, status }, data: written })
    if (count === 0 || action === undefined) return []
    await recordActivity(tx, row, [{ kind: 'node', action, nodeName, reason }])
    const there = await tx.deployment.findMany({ where: { nodeId: id }, select: { deployUUID: true } })
    return there.map((deployment) => deployment.deployUUID)
  })
  on.enqueueDeployments(deployUUIDs)
  const isNews = Object.keys(data).some((field) => field !== 'lastHeartbeat')
  if (isNews) on.changed({ tenant: tenantOf(row), kind: 'node', ids: [id] })
  else on.touched(tenantOf(row))
}

/** Whose node it is, written on the Kubernetes Node for those who look there. */
async function markNode(on: Reconciling, row: NodeRow, object: NodeObject): Promise<void> {
  const patch = missingMarks(row, object)
  if (!patch) return
  const { client } = on.cluster
  const mark = () => client.patch(NODES, { name: row.uniqueName }, patch, on.signal)
  try {
    on.view.nodes.wrote(await retryOnConflict(mark))
  } catch (error) {
    if (!hasReason(error, 'NotFound')) throw error // gone meanwhile: the watch says so
  }
}
