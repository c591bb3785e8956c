import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { BatchNode, NodeBatch, Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import { notFound } from '@/lib/protocol/errors'
import type { SecretOwner } from './credentials'
import type { BatchNodeStatus, ListBatchInput, ListBatchNodeInput } from './schema'

export type BatchRow = NodeBatch
export type BatchNodeRow = BatchNode

/** Names are looked up this many at once, below the variables that a query may have. */
const CHUNK = 500

/** @throws AppError `record not found` */
export async function requireBatch(db: Tx, tenant: Tenant, id: number): Promise<BatchRow> {
  const batch = await db.nodeBatch.findFirst({ where: { ...tenant, id } })
  if (!batch) throw notFound()
  return batch
}

/** @throws AppError `record not found` */
export async function requireBatchNode(
  db: Tx,
  tenant: Tenant,
  batchId: number,
  name: string,
): Promise<{ batch: BatchRow; node: BatchNodeRow }> {
  const batch = await requireBatch(db, tenant, batchId)
  const node = await db.batchNode.findUnique({ where: { batchId_name: { batchId, name } } })
  if (!node) throw notFound()
  return { batch, node }
}

export function listBatches(db: Tx, provider: Provider, tenant: Tenant, input: ListBatchInput) {
  const where: Prisma.NodeBatchWhereInput = {
    ...tenant,
    ...(input.search ? { fileName: contains(provider, input.search) } : {}),
  }
  return readPage(
    input,
    () => db.nodeBatch.count({ where }),
    (range) => db.nodeBatch.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

export function listBatchNodes(db: Tx, provider: Provider, input: ListBatchNodeInput): Promise<Listed<BatchNodeRow>> {
  const where: Prisma.BatchNodeWhereInput = {
    batchId: input.batchID,
    ...(input.search ? { name: contains(provider, input.search) } : {}),
    ...(input.status ? { status: input.status } : {}),
  }
  // As they stand in the file, unless asked otherwise.
  const order = orderBy(input.sortBy ?? 'id', input.order ?? 'asc')
  return readPage(
    input,
    () => db.batchNode.count({ where }),
    (range) => db.batchNode.findMany({ where, orderBy: order, ...range }),
  )
}

/** How many nodes of each batch are in each status. */
export async function countByStatus(db: Tx, batchIds: number[]): Promise<Map<number, Map<string, number>>> {
  const counts = new Map(batchIds.map((id) => [id, new Map<string, number>()]))
  if (batchIds.length === 0) return counts
  const where = { batchId: { in: batchIds } }
  const groups = await db.batchNode.groupBy({ by: ['batchId', 'status'], where, _count: { _all: true } })
  for (const { batchId, status, _count } of groups) counts.get(batchId)?.set(status, _count._all)
  return counts
}

/** The nodes of some batches: those of the newest batches first, each batch's in the order of its file. */
export function nodesOfBatches(db: Tx, batchIds: number[], take: number): Promise<BatchNodeRow[]> {
  if (batchIds.length === 0) return Promise.resolve([])
  const where = { batchId: { in: batchIds } }
  return db.batchNode.findMany({ where, orderBy: [{ batchId: 'desc' }, { id: 'asc' }], take })
}

/** Which of these names the tenant's nodes have already. */
export async function takenNames(db: Tx, tenant: Tenant, names: readonly string[]): Promise<Set<string>> {
  const { clusterId, groupId, userId } = tenant
  const taken = new Set<string>()
  for (let at = 0; at < names.length; at += CHUNK) {
    const where = { clusterId, groupId, userId, name: { in: names.slice(at, at + CHUNK) } }
    for (const { name } of await db.node.findMany({ where, select: { name: true } })) taken.add(name)
  }
  return taken
}

/** The nodes that these of a batch became. */
export async function nodesOf(db: Tx, rows: readonly Pick<BatchNodeRow, 'uniqueName'>[]) {
  const names = rows.map(({ uniqueName }) => uniqueName)
  const nodes = []
  for (let at = 0; at < names.length; at += CHUNK) {
    const where = { uniqueName: { in: names.slice(at, at + CHUNK) } }
    nodes.push(...(await db.node.findMany({ where, select: { id: true, uniqueName: true, status: true } })))
  }
  return new Map(nodes.map((node) => [node.uniqueName, node]))
}

/** Sets the status of many, whatever they were; `more` is the same for all. */
export async function setStatuses(
  db: Tx,
  ids: readonly number[],
  status: BatchNodeStatus,
  more: Prisma.BatchNodeUncheckedUpdateManyInput = {},
): Promise<void> {
  const data = { status, statusAt: new Date(), failure: '', failureParams: '{}', ...more }
  for (let at = 0; at < ids.length; at += CHUNK) {
    await db.batchNode.updateMany({ where: { id: { in: ids.slice(at, at + CHUNK) } }, data })
  }
}

/** Of the nodes themselves, those that are in one of the states. */
export async function setNodeStates(
  db: Tx,
  ids: readonly number[],
  from: readonly string[],
  status: string,
): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    const where = { id: { in: ids.slice(at, at + CHUNK) }, status: { in: [...from] } }
    await db.node.updateMany({ where, data: { status, statusAt: new Date() } })
  }
}

/** What the credentials of a node are kept for. */
export function ownerOf({ batchId, name, ip, port, sudoer }: SecretOwner): SecretOwner {
  return { batchId, name, ip, port, sudoer }
}
