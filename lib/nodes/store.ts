import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Node, Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import { advisoriesOf, type Advisory } from './advisories'
import { kubeEdgeVersion } from './kubeedge-version'
import { isEdgeNode, OUTAGES } from './observed'
import { NODE_STATUSES, type ListNodeInput, type NodeRecord, type NodeStatus } from './schema'

export type NodeRow = Node

export function findNode(db: Tx, tenant: Tenant, name: string): Promise<NodeRow | null> {
  return db.node.findUnique({ where: { clusterId_groupId_userId_name: { ...tenant, name } } })
}

export function findNodesByName(db: Tx, tenant: Tenant, names: string[]): Promise<NodeRow[]> {
  return db.node.findMany({ where: { ...tenant, name: { in: names } } })
}

export function createNode(
  db: Tx,
  data: Tenant & Pick<NodeRow, 'name' | 'nodeType' | 'uniqueName'> & { status: NodeStatus },
): Promise<NodeRow> {
  return db.node.create({ data })
}

export async function setNodeStatus(db: Tx, id: number, status: NodeStatus): Promise<void> {
  await db.node.update({ where: { id }, data: { status, statusAt: new Date() } })
}

export function countDeployments(db: Tx, nodeId: number): Promise<number> {
  return db.deployment.count({ where: { nodeId } })
}

export async function listNodes(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  input: ListNodeInput,
): Promise<Listed<NodeRow>> {
  const where: Prisma.NodeWhereInput = {
    ...tenant,
    ...(input.search ? { name: contains(provider, input.search) } : {}),
    ...(input.status ? { status: input.status } : {}),
    ...(input.arch ? { arch: input.arch } : {}),
    ...(input.nodeType ? { nodeType: input.nodeType } : {}),
    ...(input.advisory ? { kubeletVersion: { in: await kubeletsWith(db, tenant, input.advisory) } } : {}),
  }
  return readPage(
    input,
    () => db.node.count({ where }),
    (range) => db.node.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

/** Kubelet versions that the tenant's nodes have, of those whose KubeEdge has an advisory of this effect. */
async function kubeletsWith(db: Tx, tenant: Tenant, effect: Advisory['effect']): Promise<string[]> {
  const rows = await db.node.groupBy({ by: 'kubeletVersion', where: tenant })
  return rows
    .map(({ kubeletVersion }) => kubeletVersion)
    .filter((version) => advisoriesOf(version).some((advisory) => advisory.effect === effect))
}

/** Their records, with the deployments on each counted in one query for all. */
export async function toNodeRecords(db: Tx, rows: NodeRow[]): Promise<NodeRecord[]> {
  if (rows.length === 0) return []
  const where = { nodeId: { in: rows.map(({ id }) => id) } }
  const groups = await db.deployment.groupBy({ by: ['nodeId'], where, _count: { _all: true } })
  const counts = new Map(groups.map(({ nodeId, _count }) => [nodeId, _count._all]))
  return rows.map((row) => toNodeRecord(row, counts.get(row.id) ?? 0))
}

export function toNodeRecord(row: NodeRow, deployCount: number): NodeRecord {
  const { memory, status, statusAt, createAt, updateAt, lastHeartbeat, ...others } = row
  const { outage: _, outageSince: __, outageReason: ___, ...same } = others
  const labels = JSON.parse(row.labels) as Record<string, string>
  return {
    ...same,
    memory: Number(memory),
    deployCount,
    labels,
    edge: isEdgeNode(labels),
    kubeEdgeVersion: kubeEdgeVersion(row.kubeletVersion),
    advisories: advisoriesOf(row.kubeletVersion),
    status: asNodeStatus(status),
    statusAt: statusAt?.toISOString() ?? null,
    outage: status === 'Offline' ? toOutage(row) : null,
    createAt: createAt.toISOString(),
    updateAt: updateAt.toISOString(),
    lastHeartbeat: lastHeartbeat?.toISOString() ?? null,
  }
}

function toOutage({ outage, outageSince, outageReason }: NodeRow): NodeRecord['outage'] {
  const kind = OUTAGES.find((known) => known === outage)
  return kind ? { kind, since: outageSince?.toISOString() ?? null, reason: outageReason } : null
}

export function asNodeStatus(value: string): NodeStatus {
  const status = NODE_STATUSES.find((known) => known === value)
  if (!status) throw new Error(`the database holds a node status that this build does not know: ${value}`)
  return status
}
