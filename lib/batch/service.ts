import { newUniqueName, requireArch, requireNodeType } from '@/lib/nodes/new-node'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import { batchItself, CredentialVault, type Credentials } from './credentials'
import { forgetSharedKey } from './outcome'
import { toBatchNodeRecord, toBatchRecord } from './records'
import {
  MOST_LISTED_NODES,
  type AddNodeInput,
  type BatchNodeRecord,
  type BatchRecord,
  type ChangeNodeInput,
  type ListBatchInput,
  type ListBatchNodeInput,
} from './schema'
import * as store from './store'

export const MOST_NODES = 10_000

/** What is under way, or about to be: it is cancelled before it is taken away. */
const BUSY = ['Queued', 'Installing', 'Joining']

export async function createBatch(call: Call): Promise<number> {
  const { id } = await call.db.nodeBatch.create({ data: { ...call.caller.tenant } })
  call.changed({ kind: 'batch', ids: [id] })
  return id
}

/** The batch, while it can be added to. */
export async function requireDraft(call: Call, batchId: number): Promise<store.BatchRow> {
  const batch = await store.requireBatch(call.db, call.caller.tenant, batchId)
  if (batch.confirmedAt) throw failure('batchConfirmed', {})
  return batch
}

export async function addNode(call: Call, input: AddNodeInput): Promise<BatchNodeRecord> {
  const { batchID, password, privateKey, ...node } = input
  requireNodeType(node.nodeType)
  requireArch(node.arch)
  const batch = await requireDraft(call, batchID)
  await refuseTaken(call, batchID, node)
  if (password === '' && privateKey === '' && batch.secret === '') {
    throw failure('batchNoCredentials', { name: node.name })
  }
  const vault = await CredentialVault.open(call.app)
  const data = { ...node, batchId: batchID, uniqueName: newUniqueName(), status: 'Draft' }
  const row = await call.db.batchNode.create({
    data: { ...data, secret: sealed(vault, data, { password, privateKey }) },
  })
  call.changed({ kind: 'batch', ids: [batchID] })
  return toBatchNodeRecord(row, batch)
}

async function refuseTaken(
  call: Call,
  batchId: number,
  { name, ip, port }: { name: string; ip: string; port: number },
) {
  const taken = await store.takenNames(call.db, call.caller.tenant, [name])
  if (taken.size > 0) throw failure('nodeExists', { name })
  const where = { batchId }
  if ((await call.db.batchNode.count({ where })) >= MOST_NODES) throw failure('batchFull', { max: MOST_NODES })
  const same = await call.db.batchNode.findFirst({ where: { ...where, OR: [{ name }, { ip, port }] } })
  if (same?.name === name) throw failure('batchNodeExists', { name })
  if (same) throw failure('batchAddressTaken', { ip, port, name: same.name })
}

/** "" where there is nothing to keep. */
export function sealed(
  vault: CredentialVault,
  owner: Parameters<typeof store.ownerOf>[0],
  { password, privateKey }: { password: string; privateKey: string },
): string {
  if (password === '' && privateKey === '') return ''
  const credentials: Credentials = {
    ...(password === '' ? {} : { password }),
    ...(privateKey === '' ? {} : { privateKey }),
  }
  return vault.seal(store.ownerOf(owner), credentials)
}

export async function listBatches(call: Call, input: ListBatchInput) {
  const { db, caller, app } = call
  const { total, items } = await store.listBatches(db, app.db.provider, caller.tenant, input)
  const ids = items.map(({ id }) => id)
  const counts = await store.countByStatus(db, ids)
  const rows = input.withNodes ? await store.nodesOfBatches(db, ids, MOST_LISTED_NODES) : []
  const batches = items.map((batch) => ({
    ...toBatchRecord(batch, counts.get(batch.id) ?? new Map<string, number>()),
    nodeList: rows.filter(({ batchId }) => batchId === batch.id).map((row) => toBatchNodeRecord(row, batch)),
  }))
  return { total, batches }
}

export async function describeBatch(call: Call, batchId: number): Promise<BatchRecord> {
  const batch = await store.requireBatch(call.db, call.caller.tenant, batchId)
  const counts = await store.countByStatus(call.db, [batchId])
  return toBatchRecord(batch, counts.get(batchId) ?? new Map<string, number>())
}

export async function listBatchNodes(call: Call, input: ListBatchNodeInput) {
  const batch = await store.requireBatch(call.db, call.caller.tenant, input.batchID)
  const { total, items } = await store.listBatchNodes(call.db, call.app.db.provider, input)
  return { total, nodes: items.map((row) => toBatchNodeRecord(row, batch)) }
}

/** A node of a batch, and the end of what its last installation has printed. */
export async function describeBatchNode(call: Call, batchId: number, name: string) {
  const { batch, node } = await store.requireBatchNode(call.db, call.caller.tenant, batchId, name)
  const kept = await call.db.batchOutput.findUnique({ where: { batchNodeId: node.id } })
  return { node: toBatchNodeRecord(node, batch), output: kept?.text ?? '' }
}

/** Changes how a machine is reached, before the confirmation or after a failure; what is not given stays. */
export async function changeNode(call: Call, input: ChangeNodeInput): Promise<BatchNodeRecord> {
  const { batchID, name, password, privateKey, ...address } = input
  const { batch, node } = await store.requireBatchNode(call.db, call.caller.tenant, batchID, name)
  if (!['Draft', 'Failed', 'Cancelled'].includes(node.status)) {
    throw failure('batchNodeUnfit', { name, status: node.status })
  }
  const vault = await CredentialVault.open(call.app)
  const changed = { ...node, ...withoutUndefined(address) }
  const isElsewhere = changed.ip !== node.ip || changed.port !== node.port || changed.sudoer !== node.sudoer
  if (isElsewhere) await refuseTakenAddress(call, changed)
  const keepsShared = node.secret === '' && password === undefined && privateKey === undefined
  const before = keptFor(vault, batch, node, isElsewhere)
  const secret = keepsShared
    ? ''
    : sealed(vault, changed, {
        password: password ?? before.password ?? '',
        privateKey: privateKey ?? before.privateKey ?? '',
      })
  if (secret === '' && batch.secret === '') throw failure('batchNoCredentials', { name })
  const { ip, port, sudoer } = changed
  const row = await call.db.batchNode.update({ where: { id: node.id }, data: { ip, port, sudoer, secret } })
  call.changed({ kind: 'batch', ids: [batchID] })
  return toBatchNodeRecord(row, batch)
}

/**
 * What a machine was reached with so far: the key that all of the batch share, or credentials of its own, which were
 * given for that machine: nobody has them sent to another one.
 */
function keptFor(
  vault: CredentialVault,
  batch: store.BatchRow,
  node: store.BatchNodeRow,
  isElsewhere: boolean,
): Credentials {
  if (node.secret === '') return vault.unseal(batchItself(batch.id), batch.secret) ?? {}
  return isElsewhere ? {} : (vault.unseal(store.ownerOf(node), node.secret) ?? {})
}

async function refuseTakenAddress(call: Call, { id, batchId, ip, port }: store.BatchNodeRow): Promise<void> {
  const same = await call.db.batchNode.findFirst({ where: { batchId, ip, port, id: { not: id } } })
  if (same) throw failure('batchAddressTaken', { ip, port, name: same.name })
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** Takes a node out of its batch, with its credentials; the node itself stays where there is one. */
export async function deleteBatchNode(call: Call, batchId: number, name: string): Promise<void> {
  const { batch, node } = await store.requireBatchNode(call.db, call.caller.tenant, batchId, name)
  if (BUSY.includes(node.status)) throw failure('batchRunning', {})
  await call.db.batchNode.delete({ where: { id: node.id } })
  // A draft may yet be given machines that need it.
  if (batch.confirmedAt) await forgetSharedKey(call.db, batchId)
  call.changed({ kind: 'batch', ids: [batchId] })
}

/** Takes a batch away with all credentials that it kept; its nodes stay. */
export async function deleteBatch(call: Call, batchId: number): Promise<void> {
  await store.requireBatch(call.db, call.caller.tenant, batchId)
  const busy = await call.db.batchNode.count({ where: { batchId, status: { in: BUSY } } })
  if (busy > 0) throw failure('batchRunning', {})
  await call.db.nodeBatch.delete({ where: { id: batchId } })
  call.changed({ kind: 'batch', ids: [batchId] })
}
