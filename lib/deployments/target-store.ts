import type { VersionRow } from '@/lib/applications/store'
import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy } from '@/lib/db/paging'
import type { ListDeployTargetInput } from './schema'
import { networkOf } from './workload'

const MEBIBYTE = 2 ** 20

const NODE_FIELDS = {
  id: true,
  name: true,
  nodeType: true,
  arch: true,
  status: true,
  cpuCore: true,
  memory: true,
} as const
export type TargetNode = Prisma.NodeGetPayload<{ select: typeof NODE_FIELDS }>

/** All nodes that match, in the order asked for: how many can take a version is told over all of them. */
export function findTargetNodes(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  input: ListDeployTargetInput,
): Promise<TargetNode[]> {
  const { search, status, arch, nodeType, nodeNames } = input
  const where: Prisma.NodeWhereInput = {
    ...tenant,
    ...(search ? { name: contains(provider, search) } : {}),
    ...(status ? { status } : {}),
    ...(arch ? { arch } : {}),
    ...(nodeType ? { nodeType } : {}),
    ...(nodeNames ? { AND: [{ name: { in: nodeNames } }] } : {}),
  }
  return db.node.findMany({ where, orderBy: orderBy(input.sortBy, input.order), select: NODE_FIELDS })
}

const PRESENT_FIELDS = { nodeId: true, status: true, version: true, applicationVersionId: true } as const
export type PresentDeployment = Prisma.DeploymentGetPayload<{ select: typeof PRESENT_FIELDS }>

/** The application's deployments, by node. */
export async function findPresent(db: Tx, applicationId: number): Promise<Map<number, PresentDeployment>> {
  const rows = await db.deployment.findMany({ where: { applicationId }, select: PRESENT_FIELDS })
  return new Map(rows.map((row) => [row.nodeId, row]))
}

/** Cores and bytes; 0 is none. */
export interface Resources {
  cpu: number
  memory: number
}

/** What a version requests, as Kubernetes has it: a limit without a request is one. */
export function requestsOf(version: VersionRow): Resources {
  const { cpuQuota, maxCpuQuota, memoryQuota, maxMemoryQuota } = version
  return { cpu: cpuQuota || maxCpuQuota, memory: (memoryQuota || maxMemoryQuota) * MEBIBYTE }
}

/** What other applications request of each node. What completed needs nothing. */
export async function findRequested(
  db: Tx,
  { clusterId, groupId, userId }: Tenant,
  applicationId: number,
): Promise<Map<number, Resources>> {
  const rows = await db.$queryRaw<{ nodeId: number | bigint; cpu: number; mebibytes: number }[]>`
    SELECT d."nodeId" AS "nodeId",
      SUM(CASE WHEN v."cpuQuota" = 0 THEN v."maxCpuQuota" ELSE v."cpuQuota" END) AS "cpu",
      SUM(CASE WHEN v."memoryQuota" = 0 THEN v."maxMemoryQuota" ELSE v."memoryQuota" END) AS "mebibytes"
    FROM "ApplicationVersion" v JOIN "Deployment" d ON d."applicationVersionId" = v."id"
    WHERE v."clusterId" = ${clusterId} AND v."groupId" = ${groupId} AND v."userId" = ${userId}
      AND v."applicationId" <> ${applicationId} AND d."status" <> 'Completed'
      AND v."cpuQuota" + v."maxCpuQuota" + v."memoryQuota" + v."maxMemoryQuota" > 0
    GROUP BY d."nodeId"`
  return new Map(rows.map(({ nodeId, cpu, mebibytes }) => [Number(nodeId), { cpu, memory: mebibytes * MEBIBYTE }]))
}

export interface TakenPort {
  port: number
  appName: string
}

/** On each node a port that the version wants and another application has. */
export async function findTakenPorts(db: Tx, tenant: Tenant, version: VersionRow): Promise<Map<number, TakenPort>> {
  const wanted = hostPorts(version)
  if (wanted.size === 0) return new Map()
  const others = await db.applicationVersion.findMany({
    where: { ...tenant, applicationId: { not: version.applicationId }, network: { contains: 'PortMapping' } },
    select: { id: true, appName: true, network: true },
  })
  const taken = new Map<number, TakenPort>()
  for (const { id, appName, network } of others) {
    const port = [...hostPorts({ network })].find((one) => wanted.has(one))
    if (port !== undefined) taken.set(id, { port, appName })
  }
  if (taken.size === 0) return new Map()
  const rows = await db.deployment.findMany({
    where: { applicationVersionId: { in: [...taken.keys()] }, status: { not: 'Completed' } },
    select: { nodeId: true, applicationVersionId: true },
  })
  return new Map(
    rows.flatMap(({ nodeId, applicationVersionId }) => {
      const port = taken.get(applicationVersionId)
      return port ? [[nodeId, port] as const] : []
    }),
  )
}

function hostPorts(version: Pick<VersionRow, 'network'>): Set<number> {
  const { type, portMappings } = networkOf(version)
  return new Set(type === 'PortMapping' ? portMappings.map(({ hostPort }) => hostPort) : [])
}
