import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { hasVirtualNodes } from '../harness/variant'
import { page, World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const notFound = { status: 400, code: 30000, msg: 'record not found' }
const LIVE = ['listDeployPod', 'listDeployUsage', 'listDeployEvent', 'describeDeployManifest'] as const

let world: World
beforeAll(async () => {
  world = await World.make(portal())
  await world.published('app', 'v1', { cpuQuota: 1 })
  await world.published('app', 'v2', { archType: ['amd64', 'arm64'], cpuQuota: 1000 })
})

const targets = (version: string, more: object = {}) =>
  portal().ok('application/listDeployTarget', {
    ...page,
    appName: 'app',
    version,
    sortBy: 'name',
    order: 'asc',
    ...more,
  })

describe('without nodes', () => {
  test.each(LIVE)('%s refuses what is not deployed', async (name) => {
    expect(await portal().refusal(`application/${name}`, { appName: 'app', nodeName: 'none' })).toEqual(notFound)
  })

  test('listDeployTarget refuses a version that is not there, and another tenant’s', async () => {
    const content = { ...page, appName: 'app', version: 'v9' }
    expect(await portal().refusal('application/listDeployTarget', content)).toEqual(notFound)
    const theirs = { ...content, version: 'v1' }
    expect(await portal(2).refusal('application/listDeployTarget', theirs)).toEqual(notFound)
  })

  test('listDeployTarget tells why a node that has not joined cannot take it', async () => {
    await portal().ok('node/createNode', { name: 'waiting', nodeType: 'Generic' })
    const { total, counts, targets: listed } = await targets('v1')
    expect({ total, counts }).toEqual({
      total: 1,
      counts: { new: 0, update: 0, unchanged: 0, refused: 1, offline: 0, short: 0 },
    })
    expect(listed).toEqual([
      {
        nodeName: 'waiting',
        nodeType: 'Generic',
        arch: '',
        status: 'NotInstalled',
        effect: 'refused',
        presentVersion: '',
        code: 'notInstalled',
        obstacles: [],
        fits: false,
      },
    ])
  })
})

describe.skipIf(!hasVirtualNodes('what runs on nodes'))('on nodes', () => {
  beforeAll(async () => {
    await Promise.all([world.node('amd-1'), world.node('amd-2'), world.node('arm-1', 'arm64')])
    await world.deploy('app', 'v1', 'amd-1')
    await world.deploymentWith('app', 'amd-1', 'Running')
  })

  test('listDeployTarget foretells what deploying does', async () => {
    const of = async (version: string) =>
      (await targets(version, { search: 'm' })).targets.map(({ nodeName, effect, fits }) => ({
        nodeName,
        effect,
        fits,
      }))
    expect(await of('v1')).toEqual([
      { nodeName: 'amd-1', effect: 'unchanged', fits: false },
      { nodeName: 'amd-2', effect: 'new', fits: true },
      { nodeName: 'arm-1', effect: 'refused', fits: false },
    ])
    expect(await of('v2')).toEqual([
      { nodeName: 'amd-1', effect: 'update', fits: false },
      { nodeName: 'amd-2', effect: 'new', fits: false },
      { nodeName: 'arm-1', effect: 'new', fits: false },
    ])
    const { targets: short } = await targets('v2', { presentVersion: 'v1' })
    expect(short).toMatchObject([{ nodeName: 'amd-1', obstacles: [{ code: 'cpu', wanted: 1000 }] }])
    expect((await targets('v1', { onlyFitting: true })).targets.map(({ nodeName }) => nodeName)).toEqual(['amd-2'])
    const { data } = await portal().refusal('application/deployApplication', {
      appName: 'app',
      version: 'v1',
      nodeNames: ['amd-1', 'arm-1'],
    })
    expect(data).toMatchObject({ results: [{ code: 'sameVersion' }, { code: 'arch' }] })
  })

  test('listDeployPod tells how the pod and its container are', async () => {
    const { pods } = await portal().ok('application/listDeployPod', { appName: 'app', nodeName: 'amd-1' })
    const row = await world.deployment('app', 'amd-1')
    expect(pods).toMatchObject([
      {
        phase: 'Running',
        uniqueName: row?.uniqueName,
        leaving: false,
        containers: [{ name: row?.containerUUID, state: 'running', ready: true, restarts: 0, last: null }],
      },
    ])
  })

  test('what is used is not known where nothing measures it, and why not is said', async () => {
    const used = await portal().ok('application/listDeployUsage', { appName: 'app', nodeName: 'amd-1' })
    expect(used).toEqual({ pods: [], obstacle: 'noApi' })
    const node = await portal().ok('node/describeNodeUsage', { name: 'amd-1' })
    expect(node).toEqual({ usage: null, obstacle: 'noApi' })
    expect(await portal(2).refusal('node/describeNodeUsage', { name: 'amd-1' })).toEqual(notFound)
  })

  test('listDeployEvent tells of the workload, of its pods and of their node, newest first', async () => {
    const read = async () => {
      const { events } = await portal().ok('application/listDeployEvent', { appName: 'app', nodeName: 'amd-1' })
      const told = new Set(events.map(({ reason, about }) => `${about.kind} ${reason}`))
      const wanted = ['Deployment ScalingReplicaSet', 'Pod Scheduled', 'Pod Pulled', 'Pod Started', 'Node NodeReady']
      return wanted.every((one) => told.has(one)) && events
    }
    const events = await waitFor(read, { what: 'the events are told', timeoutMs: 10_000 })
    const seen = events.map(({ lastSeen }) => lastSeen ?? '')
    expect(seen).toEqual([...seen].sort().reverse())
    const { uniqueName } = (await portal().ok('node/desNode', { name: 'amd-1' })).node
    const nodes = new Set(events.filter(({ about }) => about.kind === 'Node').map(({ about }) => about.name))
    expect([...nodes]).toEqual([uniqueName])
  })

  test('describeDeployManifest shows the workload as the cluster has it', async () => {
    const { manifest, live } = await portal().ok('application/describeDeployManifest', {
      appName: 'app',
      nodeName: 'amd-1',
    })
    expect(live).toBe(true)
    expect(manifest).toContain('kind: Deployment')
    expect(manifest).toContain('resourceVersion:')
    expect(manifest).not.toContain('managedFields')
  })

  test('summarizeDeploy counts what waits for its node', async () => {
    await portal().ok('demo/stopVirtualNode', { name: 'amd-1' })
    await world.nodeWith('amd-1', 'Offline')
    await world.deploymentWith('app', 'amd-1', 'Abnormal')
    const summary = await portal().ok('application/summarizeDeploy', { appName: 'app', version: 'v1' })
    expect(summary).toMatchObject({ total: 1, offline: 1, counts: { Abnormal: 1, Running: 0 } })
    const { appDeploys } = await portal().ok('application/listDeploy', page)
    expect(appDeploys).toMatchObject([{ appName: 'app', nodeName: 'amd-1', nodeStatus: 'Offline' }])
  })

  test.each(LIVE)('%s is another tenant’s to see nowhere', async (name) => {
    const content = { appName: 'app', nodeName: 'amd-1' }
    expect(await portal(2).refusal(`application/${name}`, content)).toEqual(notFound)
  })
})
