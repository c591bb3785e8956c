import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db, Tx } from '@/lib/db/db'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from '@/lib/db/testing/databases'
import type { Call } from '@/lib/protocol/operation'
import { testApp } from '@/lib/testing/app'
import { listProblems } from './problems'
import type { Platform } from './schema'
import { describeOverview } from './service'
import { countAttention } from './store'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const OTHER = { ...TENANT, userId: 2 }
const NOW = new Date('2026-11-21T12:00:00.000Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

const part = { reachable: true, since: null, error: '', embedded: false }
const nothingFound = { unsupported: '', missingFeatures: [], missingRights: [], foundAt: null }
const well: Platform = {
  kubernetes: { ...part, version: 'v1.32.0', ...nothingFound },
  registry: { ...part, host: 'registry.example' },
}

const back = (pod: string) => `CrashLoopBackOff (last exit code 1): back-off restarting pod=${pod}`

/** Writes records as the console would have them. */
class Records {
  #ids = 0
  constructor(
    readonly tx: Tx,
    readonly tenant = TENANT,
  ) {}

  node(
    name: string,
    status: string,
    {
      minutes = 1,
      ...more
    }: { minutes?: number; kubeletVersion?: string; outage?: string; outageReason?: string } = {},
  ) {
    const uniqueName = `node-${this.tenant.userId}-${name}`
    const kubeletVersion = status === 'NotInstalled' ? '' : 'v1.22.6-kubeedge-v1.11.1'
    const machine = { cpuCore: 4, memory: 2n ** 30n, kubeletVersion, statusAt: ago(minutes) }
    const data = { ...this.tenant, ...machine, name, nodeType: 'Generic', uniqueName, status, ...more }
    return this.tx.node.create({ data })
  }

  async version(appName: string, version: string, quotas = {}) {
    const { tenant } = this
    const where = { clusterId_groupId_userId_appName: { ...tenant, appName } }
    const app = await this.tx.application.upsert({
      where,
      create: { ...tenant, appName, appType: 'UserDefine' },
      update: {},
    })
    const image = { orgName: 'o', containerImage: 'i', containerImageVersion: '1', containerImagePath: 'r/o/i:1' }
    const rest = { status: 'Published', archType: 'amd64', restartPolicy: 'Always', network: '{}' }
    return this.tx.applicationVersion.create({
      data: { ...tenant, ...image, ...rest, ...quotas, applicationId: app.id, appName, version },
    })
  }

  deployment(
    of: { id: number; applicationId: number; appName: string; version: string },
    on: { id: number; name: string; uniqueName: string },
    { status = 'Running', reason = '', minutes = 1 } = {},
  ) {
    const { tenant } = this
    const id = `${tenant.userId}-${++this.#ids}`
    const names = { appName: of.appName, version: of.version, nodeName: on.name, uniqueName: on.uniqueName }
    const keys = { applicationId: of.applicationId, applicationVersionId: of.id, nodeId: on.id }
    const workload = { containerImagePath: 'r/o/i:1', deployUUID: `deploy-${id}`, containerUUID: `container-${id}` }
    return this.tx.deployment.create({
      data: { ...tenant, ...names, ...keys, ...workload, status, reason, statusAt: ago(minutes) },
    })
  }
}

describe.each(providersHere())('the overview on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    db = await openMigrated(server)
  })
  afterEach(() => db.close())

  const seed = (work: (records: Records) => Promise<unknown>, tenant = TENANT) =>
    db.write((tx) => work(new Records(tx, tenant)))
  const describing = () => {
    const caller = { tenant: TENANT, userName: 'admin', role: 'viewer', via: 'session' } as const
    const signal = new AbortController().signal
    const call: Call = { app: testApp({ db }), caller, db: db.read, changed: () => undefined, signal }
    return describeOverview(call)
  }
  const problems = (platform = well, page = { pageNum: 1, pageSize: 100 }) =>
    listProblems({ db: db.read, provider, tenant: TENANT, platform, now: NOW }, page)

  it('is all zeros where there is nothing', async () => {
    expect(await describing()).toEqual({
      nodes: { NotInstalled: 0, Installing: 0, Online: 0, Offline: 0, Deleting: 0 },
      deployments: { Init: 0, Deploying: 0, Running: 0, Abnormal: 0, Completed: 0, UpdateInit: 0, Deleting: 0 },
      counts: { orgs: 0, images: 0, imageVersions: 0, applications: 0, publishedVersions: 0 },
      capacity: { cpuCores: 0, memory: 0 },
      requested: { cpuCores: 0, memory: 0 },
      kubelets: [],
    })
    expect(await problems()).toEqual({ total: 0, problems: [] })
  })

  it('counts states, capacity of what is online, and what is asked of that', async () => {
    await seed(async (records) => {
      const a = await records.node('a', 'Online')
      const b = await records.node('b', 'Online', { kubeletVersion: 'v1.32.10-kubeedge-v1.23.1' })
      const off = await records.node('off', 'Offline')
      await records.node('new', 'NotInstalled')
      const request = await records.version('till', 'v1', { cpuQuota: 0.5, maxCpuQuota: 2, memoryQuota: 128 })
      const limit = await records.version('cam', 'v1', { maxCpuQuota: 1, maxMemoryQuota: 64 })
      const none = await records.version('log', 'v1')
      for (const node of [a, b, off]) await records.deployment(request, node)
      await records.deployment(limit, a, { status: 'Abnormal', reason: 'Error (exit code 1)' })
      await records.deployment(limit, b, { status: 'Completed' })
      await records.deployment(none, a)
    })
    await seed(async (records) => records.node('other', 'Offline'), OTHER)
    const found = await describing()
    expect(found.nodes).toMatchObject({ Online: 2, Offline: 1, NotInstalled: 1 })
    expect(found.deployments).toMatchObject({ Running: 4, Abnormal: 1, Completed: 1 })
    expect(found.counts).toMatchObject({ applications: 3, publishedVersions: 3 })
    expect(found.capacity).toEqual({ cpuCores: 8, memory: 2 * 2 ** 30 })
    // Two of the three requests are on nodes that are online; the limit without a request counts as one; what completed does not.
    expect(found.requested).toEqual({ cpuCores: 2, memory: (2 * 128 + 64) * 2 ** 20 })
    expect(found.kubelets).toEqual([
      { kubeletVersion: 'v1.22.6-kubeedge-v1.11.1', kubeEdgeVersion: 'v1.11.1', nodes: 2 },
      { kubeletVersion: 'v1.32.10-kubeedge-v1.23.1', kubeEdgeVersion: 'v1.23.1', nodes: 1 },
    ])
    expect(await countAttention(db.read, TENANT)).toEqual({ offlineNodes: 1, abnormalDeployments: 1 })
  })

  it('names what is wrong, the worst and newest first', async () => {
    await seed(async (records) => {
      const on = await records.node('on', 'Online')
      const on2 = await records.node('on2', 'Online')
      const off = await records.node('off', 'Offline', { minutes: 30 })
      await records.node('off2', 'Offline', { minutes: 5 })
      await records.node('forgotten', 'NotInstalled', { minutes: 2 * 24 * 60 })
      await records.node('just registered', 'NotInstalled', { minutes: 60 })
      const till = await records.version('till', 'v1')
      const cam = await records.version('cam', 'v2')
      await records.deployment(till, on, { status: 'Abnormal', reason: back('x'), minutes: 20 })
      await records.deployment(till, on2, { status: 'Abnormal', reason: back('y'), minutes: 3 })
      await records.deployment(till, off, { status: 'Abnormal', reason: 'the node is offline' })
      await records.deployment(cam, on, { status: 'Deploying', minutes: 11 })
      await records.deployment(cam, on2, { status: 'Deploying', minutes: 9 })
      await records.deployment(cam, off, { status: 'Deploying', minutes: 600 })
    })
    const found = await problems()
    expect(found.total).toBe(5)
    expect(found.problems).toMatchObject([
      { kind: 'nodesOffline', since: ago(5).toISOString(), nodes: { count: 1, names: ['off2'] }, deployments: 0 },
      { kind: 'nodesOffline', since: ago(30).toISOString(), nodes: { count: 1, names: ['off'] }, deployments: 2 },
      {
        kind: 'deploymentsAbnormal',
        since: ago(20).toISOString(),
        newest: ago(3).toISOString(),
        nodes: { count: 2, names: ['on', 'on2'] },
        deployments: 2,
        appName: 'till',
        version: 'v1',
        reason: back('x'),
      },
      { kind: 'deploymentsStuck', appName: 'cam', status: 'Deploying', nodes: { count: 1, names: ['on'] } },
      { kind: 'nodesNotJoined', nodes: { names: ['forgotten'] } },
    ])
    const second = await problems(well, { pageNum: 2, pageSize: 2 })
    expect(second).toEqual({ total: 5, problems: found.problems.slice(2, 4) })
    expect((await problems(well, { pageNum: 4, pageSize: 2 })).problems).toEqual([])
  })

  it('names the nodes of one trouble alone, whatever the reasons of others begin with', async () => {
    const reasons = ['100%_\\: a', '100%_\\: b', '100%_\\ and more: c', '100xy\\: d', 'Error', 'error', 'Error (1)', '']
    await seed(async (records) => {
      const till = await records.version('till', 'v1')
      for (const [index, reason] of reasons.entries()) {
        await records.deployment(till, await records.node(`n${index}`, 'Online'), { status: 'Abnormal', reason })
      }
    })
    const found = (await problems()).problems.map(({ reason, deployments, nodes }) => [
      reason,
      deployments,
      nodes.names,
    ])
    expect(found.sort()).toEqual([
      ['', 1, ['n7']],
      ['100%_\\ and more: c', 1, ['n2']],
      ['100%_\\: a', 2, ['n0', 'n1']],
      ['100xy\\: d', 1, ['n3']],
      ['Error (1)', 1, ['n6']],
      ['Error', 1, ['n4']],
      ['error', 1, ['n5']],
    ])
  })

  it('tells nodes that say they are not ready from those that nobody hears from', async () => {
    await seed(async (records) => {
      await records.node('silent', 'Offline', { outage: 'unreachable', outageReason: 'stopped posting', minutes: 9 })
      await records.node('older', 'Offline', { minutes: 20 })
      await records.node('unwell', 'Offline', { outage: 'notReady', outageReason: 'runtime is down', minutes: 5 })
    })
    expect((await problems()).problems).toMatchObject([
      { kind: 'nodesOffline', status: 'notReady', reason: 'runtime is down', nodes: { names: ['unwell'] } },
      { kind: 'nodesOffline', status: '', reason: 'stopped posting', nodes: { names: ['silent'] } },
      { kind: 'nodesOffline', status: '', nodes: { names: ['older'] } },
    ])
  })

  it('makes one problem of many offline nodes', async () => {
    await seed(async (records) => {
      const till = await records.version('till', 'v1')
      for (let n = 1; n <= 7; n++) {
        await records.deployment(till, await records.node(`n${n}`, 'Offline', { minutes: n }))
      }
    })
    expect((await problems()).problems).toMatchObject([
      {
        kind: 'nodesOffline',
        since: ago(7).toISOString(),
        newest: ago(1).toISOString(),
        nodes: { count: 7, names: ['n1', 'n2', 'n3', 'n4', 'n5'] },
        deployments: 7,
      },
    ])
  })

  it('names nodes that run a KubeEdge through which commands can be run on them', async () => {
    const kubeletVersion = 'v1.31.12-kubeedge-v1.22.1'
    await seed(async (records) => {
      for (const name of ['a', 'b']) await records.node(name, 'Online', { kubeletVersion })
      await records.node('older', 'Offline', { kubeletVersion: 'v1.22.6-kubeedge-v1.12.1' })
      await records.node('mended', 'Online', { kubeletVersion: 'v1.31.12-kubeedge-v1.22.2' })
      await records.node('gone', 'NotInstalled', { kubeletVersion })
      await records.version('till', 'v1')
    })
    await seed((records) => records.node('of another', 'Online', { kubeletVersion }), OTHER)
    const { total, problems: found } = await problems()
    expect([total, found.map(({ kind }) => kind)]).toEqual([3, ['nodesOffline', 'nodesVulnerable', 'nodesVulnerable']])
    expect(found.slice(1).sort((a, b) => b.nodes.count - a.nodes.count)).toMatchObject([
      {
        nodes: { count: 2, names: ['a', 'b'] },
        version: 'v1.22.1',
        reason: 'CVE-2026-62371, CVE-2026-62182',
        fixedIn: 'v1.22.2',
        since: null,
      },
      { nodes: { count: 1, names: ['older'] }, version: 'v1.12.1', reason: 'CVE-2026-62371', fixedIn: 'v1.21.2' },
    ])
  })

  it('puts cluster and registry that cannot be reached before all else', async () => {
    await seed((records) => records.node('off', 'Offline'))
    const since = ago(2).toISOString()
    const down = { reachable: false, since, error: 'connect ECONNREFUSED' }
    const platform = { kubernetes: { ...well.kubernetes, ...down }, registry: { ...well.registry, ...down } }
    expect((await problems(platform)).problems).toMatchObject([
      { kind: 'clusterUnreachable', since, reason: 'connect ECONNREFUSED' },
      { kind: 'registryUnreachable', since },
      { kind: 'nodesOffline' },
    ])
  })

  it('names the rights that the console lacks, and a cluster that is too old', async () => {
    const foundAt = ago(3).toISOString()
    const right = (text: string) => ({ right: text, purpose: 'logs', essential: false }) as const
    const found = { unsupported: 'too old', missingRights: [right('get a'), right('get b')], foundAt }
    const platform = { ...well, kubernetes: { ...well.kubernetes, ...found } }
    expect((await problems(platform)).problems).toMatchObject([
      { kind: 'clusterUnsupported', since: foundAt, reason: 'too old' },
      { kind: 'clusterRightsMissing', since: foundAt, reason: 'get a; get b' },
    ])
  })
})
