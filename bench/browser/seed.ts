import type { Tenant } from '@/lib/auth/caller'
import { openDb, type Tx } from '@/lib/db/db'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

export const SEEDED = { nodes: 10_000, deployments: 100_000, applications: 50, images: 400 } as const

const TENANT: Tenant = { clusterId: 0, groupId: 0, userId: 1 }
const BATCH = 1000
const PER_NODE = SEEDED.deployments / SEEDED.nodes
const IMAGE = { orgName: 'bench', imageName: 'image 0', imageVersion: '1.0' }

export const nodeName = (n: number) => `node ${String(n).padStart(5, '0')}`
export const appName = (n: number) => `app ${String(n).padStart(2, '0')}`
/** The applications on a node: ten that follow each other. */
export const appsOn = (node: number) => Array.from({ length: PER_NODE }, (_, n) => (node + n) % SEEDED.applications)

/**
 * Writes the records of a large site straight into the database of a console that has made its tables; through the
 * protocol it would take hours, most of them the cluster's.
 */
export async function seedLargeSite(databaseFile: string): Promise<void> {
  const db = await openDb(`file:${databaseFile}`)
  try {
    await inBatches(db.write, nodes(), (tx, data) => tx.node.createMany({ data }))
    await db.write(seedImages)
    await db.write(seedApplications)
    await inBatches(db.write, deployments(), (tx, data) => tx.deployment.createMany({ data }))
    await inBatches(db.write, activities(), (tx, data) => tx.activity.createMany({ data }))
  } finally {
    await db.close()
  }
}

type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

async function inBatches<T>(write: Write, rows: T[], create: (tx: Tx, data: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) await write((tx) => create(tx, rows.slice(at, at + BATCH)))
}

function nodes(): Prisma.NodeCreateManyInput[] {
  return Array.from({ length: SEEDED.nodes }, (_, n) => {
    const status = n % 20 === 7 ? 'NotInstalled' : n % 10 === 3 ? 'Offline' : 'Online'
    const joined = status !== 'NotInstalled'
    return {
      ...TENANT,
      id: n + 1,
      name: nodeName(n),
      nodeType: n % 3 === 0 ? 'Generic' : 'Raspberrypi 4B',
      arch: joined ? 'amd64' : '',
      uniqueName: `node-${String(n).padStart(32, '0')}`,
      status,
      updateAt: new Date(),
      ...(joined && {
        cpuCore: 4,
        memory: 8n * 1024n ** 3n,
        runtime: 'containerd://1.7.28',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        interIp: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
        kubeletVersion: 'v1.32.10-kubeedge-v1.23.1',
        lastHeartbeat: new Date(Date.now() - (status === 'Offline' ? 3_600_000 : 10_000)),
      }),
    }
  })
}

async function seedImages(tx: Tx): Promise<void> {
  const { clusterId, groupId, userId } = TENANT
  const { orgName } = IMAGE
  await tx.imageOrg.create({ data: { id: 1, clusterId, ownerGroupId: groupId, ownerUserId: userId, orgName } })
  const images = Array.from({ length: SEEDED.images }, (_, n) => ({
    ...TENANT,
    id: n + 1,
    imageName: `image ${n}`,
    orgId: 1,
    orgName,
    updateAt: new Date(),
  }))
  await tx.image.createMany({ data: images })
  const versions = images.flatMap(({ id, imageName }) =>
    ['1.0', '1.1', '1.10'].map((tag, index) => ({
      ...TENANT,
      recordId: id,
      imageName,
      orgName,
      imageVersion: tag,
      tagSortKey: `1${index}`,
      imageId: `sha256:${'1'.repeat(64)}`,
      digest: `sha256:${'2'.repeat(64)}`,
      sizeBytes: 80_000_000n,
      platforms: '[{"os":"linux","architecture":"amd64"}]',
      reference: `registry/apulisedge/${orgName}/${imageName}:${tag}`,
      updateAt: new Date(),
    })),
  )
  await tx.imageVersion.createMany({ data: versions })
}

async function seedApplications(tx: Tx): Promise<void> {
  const apps = Array.from({ length: SEEDED.applications }, (_, n) => n)
  const data = apps.map((n) => ({
    ...TENANT,
    id: n + 1,
    appName: appName(n),
    appType: 'UserDefine',
    latestPubVersion: 'v2',
    updateAt: new Date(),
  }))
  await tx.application.createMany({ data })
  const versions = apps.flatMap((n) =>
    ['v1', 'v2'].map((version, index) => ({
      ...TENANT,
      id: versionId(n, index),
      applicationId: n + 1,
      appName: appName(n),
      version,
      status: 'Published',
      archType: 'amd64',
      orgName: IMAGE.orgName,
      containerImage: IMAGE.imageName,
      containerImageVersion: IMAGE.imageVersion,
      containerImagePath: `registry/apulisedge/${IMAGE.orgName}/${IMAGE.imageName}:${IMAGE.imageVersion}`,
      restartPolicy: 'Always',
      network: '{"type":"Host","portMappings":[]}',
      publishAt: new Date(),
      updateAt: new Date(),
    })),
  )
  await tx.applicationVersion.createMany({ data: versions })
}

const versionId = (app: number, index: number) => app * 2 + index + 1

function deployments(): Prisma.DeploymentCreateManyInput[] {
  return Array.from({ length: SEEDED.nodes }, (_, node) =>
    appsOn(node).map((app) => {
      const id = `${String(node).padStart(16, '0')}${String(app).padStart(16, '0')}`
      const failing = (node + app) % 25 === 0
      return {
        ...TENANT,
        nodeId: node + 1,
        nodeName: nodeName(node),
        uniqueName: `node-${String(node).padStart(32, '0')}`,
        applicationId: app + 1,
        applicationVersionId: versionId(app, 0),
        appName: appName(app),
        version: 'v1',
        containerImagePath: `registry/apulisedge/${IMAGE.orgName}/${IMAGE.imageName}:${IMAGE.imageVersion}`,
        status: failing ? 'Abnormal' : 'Running',
        reason: failing ? 'ImagePullBackOff: Back-off pulling image' : '',
        deployUUID: `deploy-${id}`,
        containerUUID: `container-${id}`,
        updateAt: new Date(),
      }
    }),
  ).flat()
}

function activities(): Prisma.ActivityCreateManyInput[] {
  return Array.from({ length: SEEDED.nodes }, (_, n) => ({
    ...TENANT,
    kind: 'deployment',
    action: 'Running',
    nodeName: nodeName(n),
    appName: appName(n % SEEDED.applications),
    version: 'v1',
  }))
}
