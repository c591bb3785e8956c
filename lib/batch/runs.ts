import type { ActivityAction } from '@/lib/activity/schema'
import { recordOfMany } from '@/lib/activity/store'
import { tenantOf } from '@/lib/auth/caller'
import { insertMany } from '@/lib/db/insert-many'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import type { SomeNodesInput } from './schema'
import { requireDraft } from './service'
import * as store from './store'

const MOST_NAMED = 20

/** Makes the nodes of a batch, all or none of them, to be installed in their order: PROTOCOL.md §6 batchresult. */
export async function confirmBatch(call: Call, batchId: number): Promise<void> {
  const { db } = call
  await requireDraft(call, batchId)
  const rows = await db.batchNode.findMany({ where: { batchId }, orderBy: { id: 'asc' } })
  if (rows.length === 0) throw failure('batchEmpty', {})
  await refuseTakenNames(
    call,
    rows.map(({ name }) => name),
  )
  await makeNodes(call, rows)
  await db.batchNode.updateMany({ where: { batchId }, data: { status: 'Queued', statusAt: new Date() } })
  await db.nodeBatch.update({ where: { id: batchId }, data: { confirmedAt: new Date() } })
  const nodes = await store.nodesOf(db, rows)
  call.changed({ kind: 'node', ids: [...nodes.values()].map(({ id }) => id) })
  call.changed({ kind: 'batch', ids: [batchId] })
}

const NODE = {
  clusterId: 'integer',
  groupId: 'integer',
  userId: 'integer',
  name: 'text',
  nodeType: 'text',
  uniqueName: 'text',
  status: 'text',
  statusAt: 'timestamp',
  createAt: 'timestamp',
  updateAt: 'timestamp',
} as const

async function makeNodes(call: Call, rows: readonly store.BatchNodeRow[]): Promise<void> {
  const { db, caller, app } = call
  const now = new Date()
  const made = { ...tenantOf(caller.tenant), status: 'Installing', statusAt: now, createAt: now, updateAt: now }
  const nodes = rows.map(({ name, nodeType, uniqueName }) => ({ ...made, name, nodeType, uniqueName }))
  await insertMany(db, app.db.provider, 'Node', NODE, nodes)
  await record(call, 'registered', rows)
}

/** In the time lines of the nodes. */
async function record(
  { db, caller, app }: Call,
  action: ActivityAction<'node'>,
  rows: readonly store.BatchNodeRow[],
): Promise<void> {
  const entry = { kind: 'node', action, actor: caller.userName } as const
  const names = rows.map(({ name }) => name)
  await recordOfMany(db, app.db.provider, caller.tenant, entry, names)
}

async function refuseTakenNames(call: Call, names: string[]): Promise<void> {
  const taken = [...(await store.takenNames(call.db, call.caller.tenant, names))]
  if (taken.length === 0) return
  const more = taken.length > MOST_NAMED ? `, … (${taken.length})` : ''
  throw failure('batchNamesTaken', { names: taken.slice(0, MOST_NAMED).join(', ') + more })
}

/** Installs those anew that have failed or were cancelled; their scripts are safe to run twice. */
export async function retryBatch(call: Call, input: SomeNodesInput): Promise<number> {
  const { db } = call
  const batch = await store.requireBatch(db, call.caller.tenant, input.batchID)
  const rows = await chosen(call, input, ['Failed', 'Cancelled'])
  const nodes = await store.nodesOf(db, rows)
  const fit = rows.filter((row) => {
    const problem = whyNotAgain(row, batch, nodes.get(row.uniqueName)?.status)
    if (problem && input.names) throw problem
    return problem === undefined
  })
  if (fit.length === 0) throw failure('batchNothingToDo', {})
  await store.setStatuses(
    db,
    fit.map(({ id }) => id),
    'Queued',
    { interruptions: 0 },
  )
  const nodeIds = fit.flatMap(({ uniqueName }) => nodes.get(uniqueName)?.id ?? [])
  await store.setNodeStates(db, nodeIds, ['NotInstalled', 'Installing'], 'Installing')
  await record(call, 'Installing', fit)
  call.changed({ kind: 'node', ids: nodeIds })
  call.changed({ kind: 'batch', ids: [input.batchID] })
  return fit.length
}

function whyNotAgain(row: store.BatchNodeRow, batch: store.BatchRow, nodeStatus: string | undefined) {
  const { name } = row
  if (nodeStatus === undefined || nodeStatus === 'Deleting') return failure('batchNodeGone', { name })
  if (row.secret === '' && batch.secret === '') return failure('batchNoCredentials', { name })
  // A node that has joined meanwhile, by whatever way, is not installed again.
  if (nodeStatus === 'Online' || nodeStatus === 'Offline') {
    return failure('batchNodeUnfit', { name, status: nodeStatus })
  }
  return undefined
}

/** Ends what is under way and takes back what waits; the nodes stay, not installed. */
export async function cancelBatch(call: Call, input: SomeNodesInput): Promise<number> {
  const { db } = call
  await store.requireBatch(db, call.caller.tenant, input.batchID)
  const rows = await chosen(call, input, ['Queued', 'Installing'])
  if (rows.length === 0) throw failure('batchNothingToDo', {})
  // The process that leads sees it and ends the connection.
  await store.setStatuses(
    db,
    rows.map(({ id }) => id),
    'Cancelled',
  )
  const nodes = await store.nodesOf(db, rows)
  const cancelled = rows.filter(({ uniqueName }) => nodes.get(uniqueName)?.status === 'Installing')
  const nodeIds = cancelled.flatMap(({ uniqueName }) => nodes.get(uniqueName)?.id ?? [])
  await store.setNodeStates(db, nodeIds, ['Installing'], 'NotInstalled')
  await record(call, 'installCancelled', cancelled)
  call.changed({ kind: 'node', ids: nodeIds })
  call.changed({ kind: 'batch', ids: [input.batchID] })
  return rows.length
}

/** The rows of the batch in one of the statuses; each one that is named must be in one of them. */
async function chosen(
  call: Call,
  { batchID, names }: SomeNodesInput,
  statuses: string[],
): Promise<store.BatchNodeRow[]> {
  const where = { batchId: batchID }
  if (!names) return call.db.batchNode.findMany({ where: { ...where, status: { in: statuses } } })
  const rows = await call.db.batchNode.findMany({ where: { ...where, name: { in: names } } })
  const byName = new Map(rows.map((row) => [row.name, row]))
  return [...new Set(names)].map((name) => {
    const row = byName.get(name)
    if (!row || !statuses.includes(row.status))
      throw failure('batchNodeUnfit', { name, status: row?.status ?? 'unknown' })
    return row
  })
}
