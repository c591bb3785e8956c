import Database from 'better-sqlite3'
import type { Tenant } from '@/lib/auth/caller'

export const SEEDED = { nodes: 10_000, deployments: 100_000, applications: 50, images: 400 } as const

const TENANT: Tenant = { clusterId: 0, groupId: 0, userId: 1 }
const PER_NODE = SEEDED.deployments / SEEDED.nodes
const IMAGE = { orgName: 'bench', imageName: 'image 0', imageVersion: '1.0' }

export const nodeName = (n: number) => `node ${String(n).padStart(5, '0')}`
export const appName = (n: number) => `app ${String(n).padStart(2, '0')}`
/** The applications on a node: ten that follow each other. */
export const appsOn = (node: number) => Array.from({ length: PER_NODE }, (_, n) => (node + n) % SEEDED.applications)

const statusOf = (node: number) => (node % 20 === 7 ? 'NotInstalled' : node % 10 === 3 ? 'Offline' : 'Online')
export const isOnline = (node: number) => statusOf(node) === 'Online'

/**
 * Writes the records of a large site straight into the SQLite file of a console that has made its tables; through the
 * protocol it would take hours, most of them the cluster's.
 */
export function seedLargeSite(databaseFile: string): void {
  const database = new Database(databaseFile, { timeout: 10_000 })
  try {
    insert(database, 'Node', nodes())
    const { images, versions } = imagesOf()
    insert(database, 'ImageOrg', [organisation()])
    insert(database, 'Image', images)
    insert(database, 'ImageVersion', versions)
    const { applications, applicationVersions } = applicationsOf()
    insert(database, 'Application', applications)
    insert(database, 'ApplicationVersion', applicationVersions)
    insert(database, 'Deployment', deployments())
    insert(database, 'Activity', activities())
  } finally {
    database.close()
  }
}

/** Rows of the same columns each; dates are written as the console's own adapter writes them. */
function insert(database: Database.Database, table: string, rows: readonly object[]): void {
  const columns = Object.keys(rows[0] ?? {})
  const names = columns.map((column) => `"${column}"`).join(', ')
  const places = columns.map((column) => `@${column}`).join(', ')
  const statement = database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${places})`)
  const written = (value: unknown) => (value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value)
  const all = database.transaction(() => {
    for (const row of rows) {
      statement.run(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, written(value)])))
    }
  })
  all()
}

function nodes() {
  return Array.from({ length: SEEDED.nodes }, (_, n) => {
    const status = statusOf(n)
    const joined = status !== 'NotInstalled'
    return {
      ...TENANT,
      id: n + 1,
      name: nodeName(n),
      nodeType: n % 3 === 0 ? 'Generic' : 'Raspberrypi 4B',
      arch: joined ? 'amd64' : '',
      uniqueName: `node-${String(n).padStart(32, '0')}`,
      status,
      statusAt: new Date(),
      cpuCore: joined ? 4 : 0,
      memory: joined ? 8n * 1024n ** 3n : 0n,
      runtime: joined ? 'containerd://1.7.28' : '',
      osImage: joined ? 'Debian GNU/Linux 12 (bookworm)' : '',
      interIp: joined ? `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` : '',
      kubeletVersion: joined ? 'v1.32.10-kubeedge-v1.23.1' : '',
      lastHeartbeat: joined ? new Date(Date.now() - (status === 'Offline' ? 3_600_000 : 10_000)) : null,
      ...changed(),
    }
  })
}

function organisation() {
  const { clusterId, groupId: ownerGroupId, userId: ownerUserId } = TENANT
  return { id: 1, clusterId, ownerGroupId, ownerUserId, orgName: IMAGE.orgName, ...changed() }
}

function imagesOf() {
  const { orgName } = IMAGE
  const images = Array.from({ length: SEEDED.images }, (_, n) => ({
    ...TENANT,
    id: n + 1,
    imageName: `image ${n}`,
    orgId: 1,
    orgName,
    ...changed(),
  }))
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
      ...changed(),
    })),
  )
  return { images, versions }
}

function applicationsOf() {
  const apps = Array.from({ length: SEEDED.applications }, (_, n) => n)
  const applications = apps.map((n) => ({
    ...TENANT,
    id: n + 1,
    appName: appName(n),
    appType: 'UserDefine',
    latestPubVersion: 'v2',
    ...changed(),
  }))
  const applicationVersions = apps.flatMap((n) =>
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
      ...changed(),
    })),
  )
  return { applications, applicationVersions }
}

const versionId = (app: number, index: number) => app * 2 + index + 1

function deployments() {
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
        statusAt: new Date(),
        deployUUID: `deploy-${id}`,
        containerUUID: `container-${id}`,
        ...changed(),
      }
    }),
  ).flat()
}

function activities() {
  return Array.from({ length: SEEDED.nodes }, (_, n) => ({
    ...TENANT,
    kind: 'deployment',
    action: 'Running',
    nodeName: nodeName(n),
    appName: appName(n % SEEDED.applications),
    version: 'v1',
    at: new Date(),
  }))
}

const changed = () => ({ createAt: new Date(), updateAt: new Date() })
