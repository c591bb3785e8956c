import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Deployment, Node, Prisma } from '@/lib/db/generated/sqlite/client'
import { asNodeStatus } from '@/lib/nodes/store'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import {
  DEPLOYMENT_STATUSES,
  type DeploymentRecord,
  type DeploymentStatus,
  type ListCanDeployNodeInput,
} from './schema'

export type DeploymentRow = Deployment
/** With what is known of its node. */
export type RowOnNode = Deployment & { node: Pick<Node, 'status'> }
const WITH_NODE_STATUS = { node: { select: { status: true } } } as const

export function findOnNodes(db: Tx, applicationId: number, nodeIds: number[]): Promise<DeploymentRow[]> {
  return db.deployment.findMany({ where: { applicationId, nodeId: { in: nodeIds } } })
}

export async function createDeployments(db: Tx, data: Prisma.DeploymentCreateManyInput[]): Promise<number[]> {
  if (data.length === 0) return []
  await db.deployment.createMany({ data })
  const deployUUID = { in: data.map((row) => row.deployUUID) }
  const rows = await db.deployment.findMany({ where: { deployUUID }, select: { id: true } })
  return rows.map((row) => row.id)
}

export async function updateDeployments(
  db: Tx,
  ids: number[],
  data: Prisma.DeploymentUncheckedUpdateManyInput,
): Promise<void> {
  const statusAt = data.status === undefined ? {} : { statusAt: new Date() }
  if (ids.length > 0) await db.deployment.updateMany({ where: { id: { in: ids } }, data: { ...data, ...statusAt } })
}

/** What a deployment takes over from its version. */
export function versionFields(version: { id: number; version: string; containerImagePath: string }) {
  const { id: applicationVersionId, version: name, containerImagePath } = version
  return { applicationVersionId, version: name, containerImagePath }
}

/** Updates deployments in place to another version, and keeps which one each had. */
export async function changeVersion(
  db: Tx,
  rows: DeploymentRow[],
  version: { id: number; version: string; containerImagePath: string },
): Promise<void> {
  const wanted = { ...versionFields(version), status: 'UpdateInit', reason: '', restartedAt: null }
  for (const previousVersion of new Set(rows.map((row) => row.version))) {
    const ids = rows.filter((row) => row.version === previousVersion).map(({ id }) => id)
    await updateDeployments(db, ids, { ...wanted, previousVersion })
  }
}

export function findOnNode(db: Tx, nodeId: number, appName: string): Promise<DeploymentRow | null> {
  return db.deployment.findFirst({ where: { nodeId, appName } })
}

/** A page of deployments: one node's, one version's, or a tenant's; `searched` are the fields that a search looks in. */
export function listDeployments(
  db: Tx,
  provider: Provider,
  of: { nodeId: number } | { applicationVersionId: number } | Tenant,
  searched: readonly ('nodeName' | 'appName')[],
  input: ListDeployments,
): Promise<Listed<RowOnNode>> {
  const { search, status, appName, version, nodeName } = input
  const where: Prisma.DeploymentWhereInput = {
    ...of,
    ...(search ? { OR: searched.map((field) => ({ [field]: contains(provider, search) })) } : {}),
    ...(status ? { status } : {}),
    ...(appName ? { appName } : {}),
    ...(version ? { version } : {}),
    ...(nodeName ? { nodeName } : {}),
  }
  return readPage(
    input,
    () => db.deployment.count({ where }),
    (range) =>
      db.deployment.findMany({
        where,
        orderBy: orderBy(input.sortBy, input.order),
        ...range,
        include: WITH_NODE_STATUS,
      }),
  )
}

interface ListDeployments {
  pageNum: number
  pageSize: number
  search?: string | undefined
  status?: DeploymentStatus | undefined
  appName?: string | undefined
  version?: string | undefined
  nodeName?: string | undefined
  sortBy?: string | undefined
  order?: 'asc' | 'desc' | undefined
}

interface Summarized {
  appName?: string | undefined
  version?: string | undefined
}

function summarized(tenant: Tenant, { appName, version }: Summarized): Prisma.DeploymentWhereInput {
  return {
    ...tenant,
    ...(appName === undefined ? {} : { appName }),
    ...(version === undefined ? {} : { version }),
  }
}

/** How many wait for a node that is not heard from. */
export function countWaiting(db: Tx, tenant: Tenant, of: Summarized): Promise<number> {
  const status = { notIn: ['Running', 'Completed'] }
  return db.deployment.count({ where: { ...summarized(tenant, of), status, node: { status: 'Offline' } } })
}

export async function countByStatus(
  db: Tx,
  tenant: Tenant,
  of: Summarized,
): Promise<Partial<Record<DeploymentStatus, number>>> {
  const where = summarized(tenant, of)
  const groups = await db.deployment.groupBy({ by: ['status'], where, _count: true })
  return Object.fromEntries(groups.map(({ status, _count }) => [asDeploymentStatus(status), _count]))
}

/** Nodes that are Online, of an architecture of the version, and do not have it. */
export function listDeployableNodes(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  version: { id: number; archType: string },
  input: ListCanDeployNodeInput,
): Promise<Listed<Node>> {
  const where: Prisma.NodeWhereInput = {
    ...tenant,
    status: 'Online',
    arch: { in: version.archType.split(';') },
    deployments: { none: { applicationVersionId: version.id } },
    ...(input.search ? { name: contains(provider, input.search) } : {}),
  }
  return readPage(
    input,
    () => db.node.count({ where }),
    (range) => db.node.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

export function toDeploymentRecord({ node, ...row }: RowOnNode): DeploymentRecord {
  const { nodeId: _node, applicationId: _app, applicationVersionId: _version, ...same } = row
  return {
    ...same,
    status: asDeploymentStatus(row.status),
    nodeStatus: asNodeStatus(node.status),
    statusAt: row.statusAt?.toISOString() ?? null,
    restartedAt: row.restartedAt?.toISOString() ?? null,
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
  }
}

function asDeploymentStatus(value: string): DeploymentStatus {
  const status = DEPLOYMENT_STATUSES.find((known) => known === value)
  if (!status) throw new Error(`the database holds a deployment status that this build does not know: ${value}`)
  return status
}
