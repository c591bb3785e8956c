import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'

export async function countAttention(db: Tx, tenant: Tenant) {
  const [offlineNodes, abnormalDeployments] = await Promise.all([
    db.node.count({ where: { ...tenant, status: 'Offline' } }),
    db.deployment.count({ where: { ...tenant, status: 'Abnormal' } }),
  ])
  return { offlineNodes, abnormalDeployments }
}

interface StatusCount {
  status: string
  count: number
}

export async function countNodes(db: Tx, tenant: Tenant): Promise<StatusCount[]> {
  const rows = await db.node.groupBy({ by: 'status', where: tenant, _count: { _all: true } })
  return rows.map(({ status, _count }) => ({ status, count: _count._all }))
}

export async function countDeployments(db: Tx, tenant: Tenant): Promise<StatusCount[]> {
  const rows = await db.deployment.groupBy({ by: 'status', where: tenant, _count: { _all: true } })
  return rows.map(({ status, _count }) => ({ status, count: _count._all }))
}

export async function countRecords(db: Tx, tenant: Tenant) {
  const { clusterId, groupId, userId } = tenant
  const [orgs, images, imageVersions, applications, publishedVersions] = await Promise.all([
    db.imageOrg.count({ where: { clusterId, ownerGroupId: groupId, ownerUserId: userId } }),
    db.image.count({ where: tenant }),
    db.imageVersion.count({ where: tenant }),
    db.application.count({ where: tenant }),
    db.applicationVersion.count({ where: { ...tenant, status: 'Published' } }),
  ])
  return { orgs, images, imageVersions, applications, publishedVersions }
}

/** Cores and bytes of the nodes that are Online. */
export async function sumCapacity(db: Tx, tenant: Tenant) {
  const { _sum } = await db.node.aggregate({
    where: { ...tenant, status: 'Online' },
    _sum: { cpuCore: true, memory: true },
  })
  return { cpuCores: _sum.cpuCore ?? 0, memory: Number(_sum.memory ?? 0) }
}

/** How many nodes have each kubelet version; those that have not joined have none. */
export async function countKubelets(db: Tx, tenant: Tenant): Promise<{ kubeletVersion: string; nodes: number }[]> {
  const rows = await db.node.groupBy({
    by: 'kubeletVersion',
    where: { ...tenant, kubeletVersion: { not: '' } },
    _count: { _all: true },
    orderBy: { _count: { id: 'desc' } },
  })
  return rows.map(({ kubeletVersion, _count }) => ({ kubeletVersion, nodes: _count._all }))
}

const MEBIBYTE = 2 ** 20

/**
 * What the deployments on nodes that are Online request. As Kubernetes has it: a limit without a request is one, and
 * what completed needs nothing. Counted per version over an index alone; what does not count is taken off.
 */
export async function sumRequests(db: Tx, tenant: Tenant) {
  const versions = await db.applicationVersion.findMany({
    where: { ...tenant, OR: REQUESTING },
    select: { id: true, cpuQuota: true, maxCpuQuota: true, memoryQuota: true, maxMemoryQuota: true },
  })
  const [all, idle] = versions.length === 0 ? [[], []] : await countRequesting(db, tenant)
  const idleOf = new Map(idle.map(({ id, count }) => [Number(id), Number(count)]))
  const countOf = new Map(all.map(({ id, count }) => [Number(id), Number(count) - (idleOf.get(Number(id)) ?? 0)]))
  let cpuCores = 0
  let memory = 0
  for (const { id, cpuQuota, maxCpuQuota, memoryQuota, maxMemoryQuota } of versions) {
    const count = countOf.get(id) ?? 0
    cpuCores += count * (cpuQuota === 0 ? maxCpuQuota : cpuQuota)
    memory += count * (memoryQuota === 0 ? maxMemoryQuota : memoryQuota) * MEBIBYTE
  }
  return { cpuCores, memory }
}

const REQUESTING = ['cpuQuota', 'maxCpuQuota', 'memoryQuota', 'maxMemoryQuota'].map((quota) => ({ [quota]: { gt: 0 } }))

interface VersionCount {
  id: number | bigint
  count: number | bigint
}

/** By version: all deployments, and those that request nothing of a node that is Online. */
function countRequesting(db: Tx, { clusterId, groupId, userId }: Tenant) {
  const all = db.$queryRaw<VersionCount[]>`
    SELECT v."id" AS "id", COUNT(*) AS "count"
    FROM "ApplicationVersion" v JOIN "Deployment" d ON d."applicationVersionId" = v."id"
    WHERE v."clusterId" = ${clusterId} AND v."groupId" = ${groupId} AND v."userId" = ${userId}
    GROUP BY v."id"`
  const idle = db.$queryRaw<VersionCount[]>`
    SELECT "id", COUNT(*) AS "count" FROM (
      SELECT d."applicationVersionId" AS "id"
      FROM "Node" n JOIN "Deployment" d ON d."nodeId" = n."id"
      WHERE n."clusterId" = ${clusterId} AND n."groupId" = ${groupId} AND n."userId" = ${userId}
        AND n."status" <> 'Online'
      UNION ALL
      SELECT d."applicationVersionId" AS "id"
      FROM "Deployment" d JOIN "Node" n ON n."id" = d."nodeId"
      WHERE d."clusterId" = ${clusterId} AND d."groupId" = ${groupId} AND d."userId" = ${userId}
        AND d."status" = 'Completed' AND n."status" = 'Online'
    ) AS idle GROUP BY "id"`
  return Promise.all([all, idle])
}
