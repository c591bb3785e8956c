import { beforeAll, describe, expect, test } from 'vitest'
import { suiteConsole } from '../harness/console'
import { hasVirtualNodes } from '../harness/variant'
import { page, World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const refused = (msg: string) => ({ status: 400, code: 30000, msg })
const DEPLOY = 'application/deployApplication'
const UNDEPLOY = 'application/undeployApplication'

let world: World
beforeAll(async () => {
  world = await World.make(portal())
})

describe('deploying where nothing is joined', () => {
  test('an unpublished version is refused: `deploy failed! status not published`', async () => {
    await world.create('unpublished', 'v1')
    const content = { appName: 'unpublished', version: 'v1', nodeNames: ['any'] }
    expect(await portal().refusal(DEPLOY, content)).toEqual(refused('deploy failed! status not published'))
  })

  test('a version that went offline is refused', async () => {
    await world.published('offline', 'v1')
    await portal().ok('application/offlineApplicationVersion', { appName: 'offline', version: 'v1' })
    const content = { appName: 'offline', version: 'v1', nodeNames: ['any'] }
    expect(await portal().refusal(DEPLOY, content)).toEqual(refused('deploy failed! status not published'))
  })

  test('says `all of deploy fails`, and of each node why', async () => {
    await world.published('hopeless', 'v1')
    await portal().ok('node/createNode', { name: 'never joined', nodeType: 'Generic' })
    await portal(2).ok('node/createNode', { name: 'another tenant’s', nodeType: 'Generic' })
    const nodeNames = ['never joined', 'not there', 'another tenant’s']
    const { data, ...refusal } = await portal().refusal(DEPLOY, { appName: 'hopeless', version: 'v1', nodeNames })
    expect(refusal).toEqual(refused('all of deploy fails'))
    const { results } = data as { results: { nodeName: string; ok: boolean; reason: string }[] }
    expect(results.map(({ nodeName, ok }) => ({ nodeName, ok }))).toEqual(
      nodeNames.map((nodeName) => ({ nodeName, ok: false })),
    )
    expect(results.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/.+/),
      'record not found',
      'record not found',
    ])
    expect(
      (await portal().ok('application/listApplicationDeploy', { ...page, appName: 'hopeless', version: 'v1' })).total,
    ).toBe(0)
  })

  test('undeploying says `all of undeploy fails`', async () => {
    await world.published('not-on', 'v1')
    const { data, ...refusal } = await portal().refusal(UNDEPLOY, {
      appName: 'not-on',
      version: 'v1',
      nodeNames: ['never joined', 'none'],
    })
    expect(refusal).toEqual(refused('all of undeploy fails'))
    expect((data as { results: unknown[] }).results).toHaveLength(2)
  })

  test('a thousand nodes are taken, and each is told of', async () => {
    await world.published('wide', 'v1')
    const nodeNames = Array.from({ length: 1000 }, (_, i) => `none-${i}`)
    const { msg, data } = await portal().refusal(DEPLOY, { appName: 'wide', version: 'v1', nodeNames })
    expect(msg).toBe('all of deploy fails')
    expect((data as { results: unknown[] }).results).toHaveLength(1000)
  })

  test('lists carry the count twice', async () => {
    await world.published('counted', 'v1')
    const none = { Total: 0, total: 0 }
    expect(
      await portal().ok('application/listApplicationDeploy', { ...page, appName: 'counted', version: 'v1' }),
    ).toEqual({ ...none, appDeploys: [] })
    expect(await portal().ok('application/listNodeDeploy', { ...page, name: 'never joined' })).toEqual({
      ...none,
      appDeploys: [],
    })
    expect(
      await portal().ok('application/listCanDeployNode', { ...page, appName: 'counted', targetVersion: 'v1' }),
    ).toEqual({ ...none, nodes: [] })
  })
})

describe.skipIf(!hasVirtualNodes('deploying to nodes'))('deploying', () => {
  beforeAll(async () => {
    await Promise.all([world.node('amd-1'), world.node('amd-2'), world.node('amd-3'), world.node('arm-1', 'arm64')])
  })

  test('makes one deployment a node, which runs', async () => {
    await world.published('runs', 'v1')
    expect(await world.deploy('runs', 'v1', 'amd-1', 'amd-2')).toBe('OK')
    const running = await world.deploymentWith('runs', 'amd-1', 'Running')
    const { node } = await portal().ok('node/desNode', { name: 'amd-1' })
    expect(running).toMatchObject({
      appName: 'runs',
      version: 'v1',
      nodeName: 'amd-1',
      uniqueName: node.uniqueName,
      containerImagePath: `${theConsole().registryHost}/apulisedge/world/app:1`,
      reason: '',
      clusterId: 0,
      groupId: 0,
      userId: 1,
    })
    expect(running.deployUUID).toMatch(/^deploy-[0-9a-f]{32}$/)
    expect(running.containerUUID).toMatch(/^container-[0-9a-f]{32}$/)
    await world.deploymentWith('runs', 'amd-2', 'Running')
    const { total, appDeploys } = await portal().ok('application/listApplicationDeploy', {
      ...page,
      appName: 'runs',
      version: 'v1',
      status: 'Running',
    })
    expect({ total, nodes: appDeploys.map(({ nodeName }) => nodeName).sort() }).toEqual({
      total: 2,
      nodes: ['amd-1', 'amd-2'],
    })
  })

  test('what is there already counts as failed: `part of deploy fails`, the rest is done', async () => {
    await world.published('partly', 'v1')
    await world.deploy('partly', 'v1', 'amd-1')
    const nodeNames = ['amd-1', 'amd-2', 'arm-1', 'none', 'amd-2']
    const { data, ...refusal } = await portal().refusal(DEPLOY, { appName: 'partly', version: 'v1', nodeNames })
    expect(refusal).toEqual(refused('part of deploy fails'))
    const { results } = data as { results: { nodeName: string; ok: boolean; reason: string }[] }
    expect(results.map(({ nodeName, ok }) => [nodeName, ok])).toEqual([
      ['amd-1', false],
      ['amd-2', true],
      ['arm-1', false],
      ['none', false],
      ['amd-2', false],
    ])
    for (const { ok, reason } of results) expect(reason === '').toBe(ok)
    await world.deploymentWith('partly', 'amd-2', 'Running')
    const { data: again, ...all } = await portal().refusal(DEPLOY, {
      appName: 'partly',
      version: 'v1',
      nodeNames: ['amd-1', 'amd-2'],
    })
    expect(all).toEqual(refused('all of deploy fails'))
    expect(again).toMatchObject({ results: [{ ok: false }, { ok: false }] })
    expect(
      (await portal().ok('application/listApplicationDeploy', { ...page, appName: 'partly', version: 'v1' })).total,
    ).toBe(2)
  })

  test('a replay of a partly refused deploy gets the same answer', async () => {
    await world.published('replayed', 'v1')
    const msgId = crypto.randomUUID()
    const content = { appName: 'replayed', version: 'v1', nodeNames: ['amd-1', 'none'] }
    const first = await portal().refusal(DEPLOY, content, msgId)
    expect(first).toMatchObject(refused('part of deploy fails'))
    expect(await portal().refusal(DEPLOY, content, msgId)).toEqual(first)
  })

  test('another version updates in place: one deployment, the same UUIDs', async () => {
    for (const version of ['v1', 'v2']) await world.published('updated', version)
    await world.deploy('updated', 'v1', 'amd-1')
    const before = await world.deploymentWith('updated', 'amd-1', 'Running')
    expect(await world.deploy('updated', 'v2', 'amd-1')).toBe('OK')
    const after = await world.deployment('updated', 'amd-1')
    expect(after).toMatchObject({
      id: before.id,
      version: 'v2',
      deployUUID: before.deployUUID,
      createAt: before.createAt,
    })
    expect(['UpdateInit', 'Deploying', 'Running']).toContain(after?.status)
    expect(await world.deploymentWith('updated', 'amd-1', 'Running')).toMatchObject({ version: 'v2' })
    const onVersion = async (version: string) =>
      (await portal().ok('application/listApplicationDeploy', { ...page, appName: 'updated', version })).total
    expect([await onVersion('v1'), await onVersion('v2')]).toEqual([0, 1])
    // The version that it was is no longer there to be taken off.
    expect(await portal().refusal(UNDEPLOY, { appName: 'updated', version: 'v1', nodeNames: ['amd-1'] })).toMatchObject(
      refused('all of undeploy fails'),
    )
  })

  test('undeploying takes it away, partly where some have it not', async () => {
    await world.published('removed', 'v1')
    await world.deploy('removed', 'v1', 'amd-1', 'amd-2')
    await world.deploymentWith('removed', 'amd-1', 'Running')
    const { data, ...refusal } = await portal().refusal(UNDEPLOY, {
      appName: 'removed',
      version: 'v1',
      nodeNames: ['amd-1', 'amd-3'],
    })
    expect(refusal).toEqual(refused('part of undeploy fails'))
    expect(data).toMatchObject({
      results: [
        { nodeName: 'amd-1', ok: true, reason: '' },
        { nodeName: 'amd-3', ok: false },
      ],
    })
    await world.gone('removed', 'amd-1')
    expect(await world.undeploy('removed', 'v1', 'amd-2')).toBe('OK')
    await world.gone('removed', 'amd-2')
    expect(await world.deploy('removed', 'v1', 'amd-1')).toBe('OK')
    await world.deploymentWith('removed', 'amd-1', 'Running')
  })

  test('listCanDeployNode has the Online nodes that fit and do not have it', async () => {
    await world.published('fitting', 'v1')
    await world.published('fitting', 'both', { archType: ['arm64', 'amd64'] })
    const can = async (targetVersion: string) => {
      const { total, Total, nodes } = await portal().ok('application/listCanDeployNode', {
        ...page,
        appName: 'fitting',
        targetVersion,
      })
      expect([total, Total]).toEqual([nodes.length, nodes.length])
      return nodes.map(({ name }) => name).sort()
    }
    expect(await can('v1')).toEqual(['amd-1', 'amd-2', 'amd-3'])
    expect(await can('both')).toEqual(['amd-1', 'amd-2', 'amd-3', 'arm-1'])
    await world.deploy('fitting', 'v1', 'amd-2')
    expect(await can('v1')).toEqual(['amd-1', 'amd-3'])
    expect(await can('both')).toEqual(['amd-1', 'amd-2', 'amd-3', 'arm-1'])
    await portal().ok('demo/stopVirtualNode', { name: 'amd-3' })
    await world.nodeWith('amd-3', 'Offline')
    expect(await can('v1')).toEqual(['amd-1'])
    await portal().ok('demo/startVirtualNode', { name: 'amd-3' })
    await world.nodeWith('amd-3', 'Online')
    expect(await can('v1')).toEqual(['amd-1', 'amd-3'])
    const firstOnly = {
      pageNum: 1,
      pageSize: 1,
      appName: 'fitting',
      targetVersion: 'both',
      search: 'amd',
      sortBy: 'name' as const,
    }
    expect(await portal().ok('application/listCanDeployNode', firstOnly)).toMatchObject({
      total: 3,
      nodes: [{ name: 'amd-1' }],
    })
  })

  test('nothing that is deployed is deleted, in the order that the protocol gives', async () => {
    await world.published('anchored', 'v1')
    await world.deploy('anchored', 'v1', 'amd-1')
    const exist = refused('application deploy exist')
    const version = { appName: 'anchored', version: 'v1' }
    expect(await portal().refusal('node/deleteNode', { name: 'amd-1' })).toEqual(exist)
    expect(await portal().refusal('application/deleteApplication', { appName: 'anchored' })).toEqual(exist)
    expect(await portal().refusal('application/deleteApplicationVersion', version)).toEqual(exist)
    await portal().ok('application/offlineApplicationVersion', version)
    expect(await portal().refusal('application/deleteApplicationVersion', version)).toEqual(exist)
    await world.undeploy('anchored', 'v1', 'amd-1')
    await world.gone('anchored', 'amd-1')
    await portal().ok('application/deleteApplicationVersion', version)
    await portal().ok('application/deleteApplication', { appName: 'anchored' })
  })

  test('an offline version runs on where it runs, and can be taken off', async () => {
    await world.published('retired', 'v1')
    await world.deploy('retired', 'v1', 'amd-2')
    await world.deploymentWith('retired', 'amd-2', 'Running')
    await portal().ok('application/offlineApplicationVersion', { appName: 'retired', version: 'v1' })
    expect((await world.deployment('retired', 'amd-2'))?.status).toBe('Running')
    await world.undeploy('retired', 'v1', 'amd-2')
    await world.gone('retired', 'amd-2')
  })

  test('is another tenant’s to see nowhere', async () => {
    expect(await portal(2).refusal('application/listNodeDeploy', { ...page, name: 'amd-1' })).toEqual(
      refused('record not found'),
    )
    expect(
      await portal(2).refusal('application/listApplicationDeploy', { ...page, appName: 'runs', version: 'v1' }),
    ).toEqual(refused('record not found'))
    expect(await portal(2).refusal(UNDEPLOY, { appName: 'runs', version: 'v1', nodeNames: ['amd-1'] })).toEqual(
      refused('record not found'),
    )
    expect(await world.deployment('runs', 'amd-1')).toMatchObject({ status: 'Running' })
  })

  test('is listed by node, newest first, searched by application', async () => {
    const { appDeploys } = await portal().ok('application/listNodeDeploy', { ...page, name: 'amd-1' })
    const ids = appDeploys.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(3)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect(
      (await portal().ok('application/listNodeDeploy', { ...page, name: 'amd-1', search: 'RUN' })).appDeploys.map(
        ({ appName }) => appName,
      ),
    ).toEqual(['runs'])
    expect(await portal().ok('application/listNodeDeploy', { pageNum: 9, pageSize: 100, name: 'amd-1' })).toMatchObject(
      { total: ids.length, Total: ids.length, appDeploys: [] },
    )
  })
})
