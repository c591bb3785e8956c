import type { DeploymentStatus } from '@/lib/deployments/schema'
import type { NodeStatus } from '@/lib/nodes/schema'
import type { InputOf } from '@/lib/protocol/operation-types'
import { waitFor } from '@/lib/testing/wait'
import type { Portal } from './portal'
import { showcaseArchive, type ShowcaseImage } from './showcase-image'
import { uploaded } from './upload'

/** A small company with shops and warehouses, in every state that records have: what pages are looked at with. */
export const showcase = {
  org: 'retail',
  image: 'website',
  tag: '1.2.0',
  app: '门店网站',
  version: 'v1',
  draft: 'v2',
  /** An application that is Abnormal, and where. */
  failingApp: 'people-counter',
  failingNode: 'shop 2',
  /** One whose image cannot be pulled. */
  stuckApp: 'signage',
  stuckNode: 'shop 2',
  onlineNode: 'shop 1',
  offlineNode: 'warehouse north',
  waitingNode: '门店 12（新店）',
  /** A batch of machines that is not confirmed: the console’s first. */
  batch: 1,
} as const

const LONG_NAME = 'a node whose name is as long as people make them when nobody stops them'
const ONLINE = {
  amd64: ['shop 1', 'shop 2', '门店 3', '门店 4', LONG_NAME],
  arm64: ['till 01', 'till 02', 'camera gate'],
}
const OFFLINE = ['warehouse north', '仓库 南']
const WAITING = ['门店 12（新店）', 'kiosk airport']

type Version = InputOf<'application/createApplication'>

const MB = 1_000_000
const BASE: ShowcaseImage['steps'] = [
  ['/bin/sh -c #(nop) ADD file:6c1f0a3d in / ', 2.6 * MB],
  ['ENV TZ=Asia/Shanghai LOG_LEVEL=info', 0],
  ['RUN apk add --no-cache ca-certificates tzdata # buildkit', 0.9 * MB],
]

/** Makes all of it through the protocol, and waits until it is in its states. */
export async function seedShowcase(portal: Portal): Promise<void> {
  await Promise.all([seedImages(portal), seedNodes(portal), seedBatch(portal)])
  await seedApplications(portal)
  await seedDeployments(portal)
}

async function seedImages(portal: Portal): Promise<void> {
  for (const orgName of ['retail', 'vision', 'empty-org']) await portal.ok('image/createOrg', { orgName })
  const built = (what: string, bytes: number): ShowcaseImage['steps'] => [
    ...BASE,
    [`COPY --from=build /out/${what} /usr/local/bin/serve # buildkit`, bytes],
    ['ENTRYPOINT ["/usr/local/bin/serve"]', 0],
  ]
  const retail: ShowcaseImage[] = [
    { tag: 'website:1.1.0', steps: built('website', 1.4 * MB), created: '2026-06-02T10:00:00Z' },
    { tag: 'website:1.2.0', steps: built('website', 1.7 * MB) },
    { tag: 'website:1.10.0-rc.1', steps: built('website', 1.8 * MB), created: '2026-10-30T10:00:00Z' },
    { tag: 'report:2026.3', steps: built('report', 0.4 * MB), labels: { 'apulisedge.demo/run-seconds': '1' } },
    { tag: 'till:3.4', steps: built('till', 0.7 * MB), arch: 'arm64' },
  ]
  // Long enough to count as started, so that what follows counts as a failure.
  const crash = { 'apulisedge.demo/run-seconds': '7', 'apulisedge.demo/exit-code': '137' }
  const vision: ShowcaseImage[] = [{ tag: 'people-counter:0.9', steps: built('counter', 3.1 * MB), labels: crash }]
  for (const image of retail) await uploaded(portal, { orgName: 'retail', archive: await showcaseArchive(image) })
  for (const image of vision) await uploaded(portal, { orgName: 'vision', archive: await showcaseArchive(image) })
}

async function seedNodes(portal: Portal): Promise<void> {
  const machines = [
    ...ONLINE.amd64.map((name) => ({ name, arch: 'amd64', nodeType: 'Generic' })),
    ...ONLINE.arm64.map((name) => ({ name, arch: 'arm64', nodeType: 'Raspberrypi 4B' })),
    ...OFFLINE.map((name) => ({ name, arch: 'amd64', nodeType: 'Atlas 500' })),
  ]
  for (const { name, arch, nodeType } of machines) {
    await portal.ok('node/createNode', { name, nodeType })
    await portal.ok('demo/joinVirtualNode', { name, arch })
  }
  for (const name of WAITING) await portal.ok('node/createNode', { name, nodeType: 'Raspberrypi 4B' })
  await nodesAre(portal, 'Online', machines.length)
}

async function seedBatch(portal: Portal): Promise<void> {
  const { batchID } = await portal.ok('node/batch', {})
  const machines = [
    ['till 21', 'arm64', '192.0.2.21'],
    ['门店 30', 'amd64', 'shop-30.example.com'],
    ['a machine whose name is as long as people make them', 'amd64', '2001:db8::30'],
  ] as const
  for (const [name, arch, ip] of machines) {
    await portal.ok('node/batchnode', {
      batchID,
      name,
      nodeType: 'Generic',
      arch,
      ip,
      sudoer: 'ops',
      password: 'secret',
    })
  }
}

async function seedApplications(portal: Portal): Promise<void> {
  const website: Version = {
    appName: showcase.app,
    version: 'v1',
    description: '每个门店一台 · one in each shop',
    functionType: 'web',
    archType: ['amd64'],
    orgName: 'retail',
    containerImage: 'website',
    containerImageVersion: '1.2.0',
    cpuQuota: 0.1,
    maxCpuQuota: 0.5,
    memoryQuota: 32,
    maxMemoryQuota: 64,
    restartPolicy: 'Always',
    network: { type: 'PortMapping', portMappings: [{ containerPort: 8080, hostPort: 80 }] },
  }
  const of = (appName: string, containerImage: string, containerImageVersion: string, more: Partial<Version> = {}) => ({
    ...website,
    description: '',
    network: { type: 'Host' as const },
    appName,
    containerImage,
    containerImageVersion,
    ...more,
  })
  const published = [
    { ...website, version: 'v0', containerImageVersion: '1.1.0' },
    website,
    of('till', 'till', '3.4', { archType: ['arm64'] }),
    of(showcase.stuckApp, 'till', '3.4', {
      archType: ['amd64', 'arm64'],
      description: 'Its image is not there for amd64',
    }),
    of('face-model', 'website', '1.2.0', { memoryQuota: 24_000, maxMemoryQuota: 24_000 }),
    of('nightly-report', 'report', '2026.3', { restartPolicy: 'Never' }),
    of(showcase.failingApp, 'people-counter', '0.9', { orgName: 'vision', description: 'Counts who comes in' }),
  ]
  const drafts = [{ ...website, version: showcase.draft, containerImageVersion: '1.10.0-rc.1', maxMemoryQuota: 128 }]
  for (const version of [...published, ...drafts]) await portal.ok('application/createApplication', version)
  for (const { appName, version } of published) {
    await portal.ok('application/publishApplicationVersion', { appName, version })
  }
}

async function seedDeployments(portal: Portal): Promise<void> {
  const deploy = (appName: string, nodeNames: string[], version = 'v1') =>
    portal.ok('application/deployApplication', { appName, version, nodeNames })
  // First the older version, so that there is one to go back to.
  await deploy(showcase.app, ['shop 1', 'shop 2'], 'v0')
  await runs(portal, { appName: showcase.app, nodeName: 'shop 1', status: 'Running' })
  await deploy(showcase.app, ['shop 1', 'shop 2', '门店 3', LONG_NAME, ...OFFLINE])
  await deploy('till', ONLINE.arm64)
  await deploy(showcase.stuckApp, ['till 01', showcase.stuckNode])
  await deploy('face-model', ['门店 4'])
  await deploy('nightly-report', ['shop 1'])
  await deploy(showcase.failingApp, ['shop 1', showcase.failingNode])
  await runs(portal, { appName: showcase.app, nodeName: showcase.offlineNode, status: 'Running' })
  for (const name of OFFLINE) await portal.ok('demo/stopVirtualNode', { name })
  await nodesAre(portal, 'Offline', OFFLINE.length)
  await portal.ok('application/offlineApplicationVersion', { appName: showcase.app, version: 'v0' })
  await runs(portal, { appName: 'nightly-report', nodeName: 'shop 1', status: 'Completed' })
  await runs(portal, { appName: showcase.failingApp, nodeName: showcase.failingNode, status: 'Abnormal' })
}

async function nodesAre(portal: Portal, status: NodeStatus, count: number): Promise<void> {
  const look = async () => (await portal.ok('node/listNode', { pageNum: 1, pageSize: 1, status })).total === count
  await waitFor(look, { what: `${count} nodes are ${status}`, timeoutMs: 40_000 })
}

interface Wanted {
  appName: string
  nodeName: string
  status: DeploymentStatus
}

async function runs(portal: Portal, wanted: Wanted): Promise<void> {
  const look = async () =>
    (await portal.ok('application/listDeploy', { pageNum: 1, pageSize: 1, ...wanted })).total === 1
  await waitFor(look, { what: `${wanted.appName} on ${wanted.nodeName} is ${wanted.status}`, timeoutMs: 60_000 })
}
