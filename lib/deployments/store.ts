import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Deployment, Node, Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import {
  DEPLOYMENT_STATUSES,
  type DeploymentRecord,
  type DeploymentStatus,
  type ListCanDeployNodeInput,
} from './schema'

export type DeploymentRow = Deployment

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

/** A page of deployments, each for one node or for one version. */
export function listDeployments(
  db: Tx,
  provider: Provider,
  of: { nodeId: number } | { applicationVersionId: number },
  input: ListDeployments,
): Promise<Listed<DeploymentRow>> {
  const searched = 'nodeId' in of ? 'appName' : 'nodeName'
  const where: Prisma.DeploymentWhereInput = {
    ...of,
    ...(input.search ? { [searched]: contains(provider, input.search) } : {}),
    ...(input.status ? { status: input.status } : {}),
  }
  return readPage(
    input,
    () => db.deployment.count({ where }),
    (range) => db.deployment.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

interface ListDeployments {
  pageNum: number
  pageSize: number
  search?: string | undefined
  status?: DeploymentStatus | undefined
  sortBy?: string | undefined
  order?: 'asc' | 'desc' | undefined
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

export function toDeploymentRecord(row: DeploymentRow): DeploymentRecord {
  const { nodeId: _node, applicationId: _app, applicationVersionId: _version, ...same } = row
  return {
    ...same,
    status: asDeploymentStatus(row.status),
    statusAt: row.statusAt?.toISOString() ?? null,
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
  }
}

function asDeploymentStatus(value: string): DeploymentStatus {
  const status = DEPLOYMENT_STATUSES.find((known) => known === value)
  if (!status) throw new Error(`the database holds a deployment status that this build does not know: ${value}`)
  return status
}
