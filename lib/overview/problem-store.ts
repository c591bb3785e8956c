import { sqltag as sql } from '@prisma/client/runtime/client'
import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { remoteExecutionOf } from '@/lib/nodes/advisories'

/** Deployments of one version that have the same trouble. */
export interface TroubledGroup {
  applicationVersionId: number
  appName: string
  version: string
  status: string
  /** What the reasons of all of them begin with. */
  why: string
  /** The reason of one of them. */
  reason: string
  count: number
  oldest: Date | null
  newest: Date | null
}

/** SQLite gives aggregates of times as text and PostgreSQL counts as bigint. */
interface RawGroup extends Pick<TroubledGroup, 'appName' | 'version' | 'status' | 'why' | 'reason'> {
  applicationVersionId: number | bigint
  count: number | bigint
  oldest: string | Date | null
  newest: string | Date | null
}

/** As `lib/deployments/observed.ts` writes it. */
const NODE_OFFLINE = 'the node is offline'
/** So many groups are more than anybody reads. */
const MOST_GROUPS = 200

const timeOf = (value: string | Date | null) => (value === null ? null : new Date(value))

function toGroup(row: RawGroup): TroubledGroup {
  return {
    ...row,
    applicationVersionId: Number(row.applicationVersionId),
    count: Number(row.count),
    oldest: timeOf(row.oldest),
    newest: timeOf(row.newest),
  }
}

/** What a reason begins with: all before its first colon. */
function beginning(provider: Provider) {
  return provider === 'postgresql'
    ? sql`split_part("reason", ': ', 1)`
    : sql`CASE instr("reason", ': ') WHEN 0 THEN "reason" ELSE substr("reason", 1, instr("reason", ': ') - 1) END`
}

/**
 * Abnormal deployments by version and by what their reasons begin with: the rest of a reason names pods. Without those
 * whose node is offline, which is that node's trouble.
 */
export async function abnormalGroups(db: Tx, provider: Provider, tenant: Tenant): Promise<TroubledGroup[]> {
  const { clusterId, groupId, userId } = tenant
  const rows = await db.$queryRaw<RawGroup[]>`
    SELECT "applicationVersionId", "appName", "version", "status", ${beginning(provider)} AS "why",
      MIN("reason") AS "reason", COUNT(*) AS "count", MIN("statusAt") AS "oldest", MAX("statusAt") AS "newest"
    FROM "Deployment"
    WHERE "clusterId" = ${clusterId} AND "groupId" = ${groupId} AND "userId" = ${userId}
      AND "status" = 'Abnormal' AND "reason" <> ${NODE_OFFLINE}
    GROUP BY 1, 2, 3, 4, 5 ORDER BY COUNT(*) DESC, 1 LIMIT ${MOST_GROUPS}`
  return rows.map(toGroup)
}

/** Deployments that have been on their way since before `bound`, on nodes that could go on with them. */
export async function stuckGroups(db: Tx, tenant: Tenant, bound: Date): Promise<TroubledGroup[]> {
  const { clusterId, groupId, userId } = tenant
  const rows = await db.$queryRaw<RawGroup[]>`
    SELECT d."applicationVersionId" AS "applicationVersionId", d."appName" AS "appName", d."version" AS "version",
      d."status" AS "status", '' AS "why", MAX(d."reason") AS "reason", COUNT(*) AS "count",
      MIN(d."statusAt") AS "oldest", MAX(d."statusAt") AS "newest"
    FROM "Deployment" d JOIN "Node" n ON n."id" = d."nodeId"
    WHERE d."clusterId" = ${clusterId} AND d."groupId" = ${groupId} AND d."userId" = ${userId}
      AND d."status" IN ('Init', 'UpdateInit', 'Deploying', 'Deleting')
      AND d."statusAt" < ${bound} AND n."status" <> 'Offline'
    GROUP BY 1, 2, 3, 4 ORDER BY COUNT(*) DESC, 1 LIMIT ${MOST_GROUPS}`
  return rows.map(toGroup)
}

/** Names of the first nodes that a group of abnormal deployments is on. */
export async function abnormalNodes(db: Tx, provider: Provider, group: TroubledGroup, take: number): Promise<string[]> {
  const { applicationVersionId, status, why } = group
  const rows = await db.$queryRaw<{ nodeName: string }[]>`
    SELECT "nodeName" FROM "Deployment"
    WHERE "applicationVersionId" = ${applicationVersionId} AND "status" = ${status}
      AND ${beginning(provider)} = ${why} AND "reason" <> ${NODE_OFFLINE}
    ORDER BY "id" LIMIT ${take}`
  return rows.map(({ nodeName }) => nodeName)
}

/** Names of the first nodes that a group of stuck deployments is on. */
export async function stuckNodes(db: Tx, group: TroubledGroup, bound: Date, take: number): Promise<string[]> {
  const { applicationVersionId, status } = group
  const rows = await db.deployment.findMany({
    where: { applicationVersionId, status, statusAt: { lt: bound }, node: { status: { not: 'Offline' } } },
    orderBy: { id: 'asc' },
    take,
    select: { nodeName: true },
  })
  return rows.map(({ nodeName }) => nodeName)
}

export interface TroubledNodes {
  count: number
  deployments: number
  oldest: Date | null
  newest: Date | null
  /** The first of them, the newest trouble first. */
  first: { name: string; statusAt: Date | null; outageReason: string; deployments: number }[]
}

/** `notReady`: those whose machine says so itself; else those that nobody hears from. */
export function offlineNodes(db: Tx, tenant: Tenant, notReady: boolean, take: number): Promise<TroubledNodes> {
  const outage = notReady ? 'notReady' : { not: 'notReady' }
  return troubledNodes(db, { ...tenant, status: 'Offline', outage }, take)
}

/** Registered, or gone from the cluster, since before `bound`. */
export function notJoinedNodes(db: Tx, tenant: Tenant, bound: Date, take: number): Promise<TroubledNodes> {
  return troubledNodes(db, { ...tenant, status: 'NotInstalled', statusAt: { lt: bound } }, take)
}

/** Nodes whose KubeEdge lets somebody run commands on them, by its version; they have joined. */
export async function vulnerableGroups(db: Tx, tenant: Tenant) {
  const rows = await db.node.groupBy({ by: 'kubeletVersion', where: joined(tenant), _count: { _all: true } })
  return rows.flatMap(({ kubeletVersion, _count }) => {
    const advisories = remoteExecutionOf(kubeletVersion)
    return advisories.length === 0 ? [] : [{ kubeletVersion, advisories, count: _count._all }]
  })
}

export async function namesWithKubelet(db: Tx, tenant: Tenant, kubeletVersion: string, take: number) {
  const where = { ...joined(tenant), kubeletVersion }
  const rows = await db.node.findMany({ where, orderBy: { id: 'asc' }, take, select: { name: true } })
  return rows.map(({ name }) => name)
}

const joined = (tenant: Tenant) => ({ ...tenant, status: { in: ['Online', 'Offline'] } })

async function troubledNodes(db: Tx, where: Prisma.NodeWhereInput, take: number): Promise<TroubledNodes> {
  const { _count, _min, _max } = await db.node.aggregate({
    where,
    _count: { _all: true },
    _min: { statusAt: true },
    _max: { statusAt: true },
  })
  const none = { count: 0, deployments: 0, oldest: null, newest: null, first: [] }
  if (_count._all === 0) return none
  const nodes = await db.node.findMany({
    where,
    orderBy: [{ statusAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take,
    select: { id: true, name: true, statusAt: true, outageReason: true },
  })
  const held = await db.deployment.groupBy({
    by: 'nodeId',
    where: { nodeId: { in: nodes.map(({ id }) => id) } },
    _count: { _all: true },
  })
  const heldBy = new Map(held.map((row) => [row.nodeId, row._count._all]))
  return {
    count: _count._all,
    deployments: await db.deployment.count({ where: { node: where } }),
    oldest: _min.statusAt,
    newest: _max.statusAt,
    first: nodes.map(({ id, ...node }) => ({ ...node, deployments: heldBy.get(id) ?? 0 })),
  }
}
