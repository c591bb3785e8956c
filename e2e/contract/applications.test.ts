import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { imageArchive } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { uploaded } from '../harness/upload'
import { hasVirtualNodes } from '../harness/variant'
import { page, World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const notFound = { status: 400, code: 30000, msg: 'record not found' }
const refused = (msg: string) => ({ status: 400, code: 30000, msg })
const CREATE = 'application/createApplication'

let world: World
beforeAll(async () => {
  world = await World.make(portal())
})

const versionOf = async (appName: string, version: string) =>
  (await portal().ok('application/describeApplicationVersion', { appName, version })).appVersion
const appOf = async (appName: string) => (await portal().ok('application/describeApplication', { appName })).app

describe('createApplication', () => {
  test('makes the application with its first version, and then only versions', async () => {
    expect(await world.create('two-versions', 'v1')).toEqual({ appCreated: 'two-versions', versionCreated: 'v1' })
    expect(await world.create('two-versions', 'v2')).toEqual({ appCreated: '', versionCreated: 'v2' })
    const { total, appVersions } = await portal().ok('application/listApplicationVersion', {
      ...page,
      appName: 'two-versions',
    })
    expect({ total, versions: appVersions.map(({ version }) => version) }).toEqual({ total: 2, versions: ['v2', 'v1'] })
  })

  test('keeps everything as it was given', async () => {
    await world.create('complete', '1.0', {
      functionType: 'vision',
      description: 'sees things',
      archType: ['arm64', 'amd64'],
      cpuQuota: 0.25,
      maxCpuQuota: 1.5,
      memoryQuota: 64,
      maxMemoryQuota: 128.5,
      restartPolicy: 'OnFailure',
      network: {
        type: 'PortMapping',
        portMappings: [
          { containerPort: 80, hostPort: 8080 },
          { containerPort: 80, hostPort: 8081 },
        ],
      },
    })
    expect(await appOf('complete')).toMatchObject({
      appName: 'complete',
      appType: 'UserDefine',
      functionType: 'vision',
      description: 'sees things',
      latestPubVersion: '',
      clusterId: 0,
      groupId: 0,
      userId: 1,
    })
    const version = await versionOf('complete', '1.0')
    expect(version).toMatchObject({
      status: 'Unpublished',
      archType: 'arm64;amd64',
      containerImage: 'app',
      containerImageVersion: '1',
      cpuQuota: 0.25,
      maxCpuQuota: 1.5,
      memoryQuota: 64,
      MaxMemoryQuota: 128.5,
      restartPolicy: 'OnFailure',
      publishAt: null,
      offlineAt: null,
    })
    expect(version.containerImagePath).toBe(`${theConsole().registryHost}/apulisedge/world/app:1`)
    expect(JSON.parse(version.network)).toEqual({
      type: 'PortMapping',
      portMappings: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 80, hostPort: 8081 },
      ],
    })
  })

  test('takes no quotas for none', async () => {
    await world.create('no-quotas', '1', { cpuQuota: 0, maxCpuQuota: 0 })
    expect(await versionOf('no-quotas', '1')).toMatchObject({
      cpuQuota: 0,
      maxCpuQuota: 0,
      memoryQuota: 0,
      MaxMemoryQuota: 0,
    })
  })

  test.each([
    { cpuQuota: 1 },
    { memoryQuota: 64 },
    { maxCpuQuota: 2 },
    { maxMemoryQuota: 64 },
    { cpuQuota: 2, maxCpuQuota: 2 },
  ])('takes %j: a request without a maximum and the other way round', async (quotas) => {
    const version = JSON.stringify(quotas)
    await world.create('some-quotas', version, quotas)
    expect((await versionOf('some-quotas', version)).status).toBe('Unpublished')
  })

  test.each([
    ['maxCpuQuota', { cpuQuota: 2, maxCpuQuota: 1 }],
    ['maxMemoryQuota', { memoryQuota: 128, maxMemoryQuota: 127.9 }],
  ])('refuses a %s below the request', async (field, quotas) => {
    const { status, code, msg } = await portal().refusal(CREATE, World.application('odd', '1', quotas))
    expect({ status, code }).toEqual({ status: 400, code: 20001 })
    expect(msg).toContain(`content.${field}: `)
  })

  test('refuses a version that is there: `application version exist`', async () => {
    await world.create('versioned', 'v1')
    expect(await portal().refusal(CREATE, World.application('versioned', 'v1'))).toEqual(
      refused('application version exist'),
    )
  })

  test.each([
    { orgName: 'no-such-org' },
    { containerImage: 'no-such-image' },
    { containerImageVersion: '2' },
    { orgName: '../world' },
    { containerImage: 'app:1' },
    { containerImage: '图像' },
  ])('refuses an image that is not there (%j): `image version not exist`', async (image) => {
    expect(await portal().refusal(CREATE, World.application('imageless', '1', image))).toEqual(
      refused('image version not exist'),
    )
    expect(await portal().refusal('application/describeApplication', { appName: 'imageless' })).toEqual(notFound)
  })

  test('refuses an image that is another tenant’s', async () => {
    expect(await portal(2).refusal(CREATE, World.application('stolen', '1'))).toEqual(
      refused('image version not exist'),
    )
  })

  test.each([[['riscv64']], [['amd64', 'mips']], [['AMD64']], [['amd64;arm64']]])(
    'refuses the processors %j: `arch type not exist`',
    async (archType) => {
      expect(await portal().refusal(CREATE, World.application('odd', '1', { archType }))).toEqual(
        refused('arch type not exist'),
      )
    },
  )

  test.each([
    { type: 'PortMapping' },
    { type: 'PortMapping', portMappings: [] },
    { type: 'PortMapping', portMappings: null },
  ] as const)('refuses %j: `need port mapping`', async (network) => {
    const content = { ...World.application('odd', '1'), network }
    expect(await portal().refusal(CREATE, content)).toEqual(refused('need port mapping'))
  })

  test('takes the ports 1 and 65535', async () => {
    const network = {
      type: 'PortMapping' as const,
      portMappings: [
        { containerPort: 1, hostPort: 65_535 },
        { containerPort: 65_535, hostPort: 1 },
      ],
    }
    await world.create('edges', '1', { network })
    expect(JSON.parse((await versionOf('edges', '1')).network)).toEqual(network)
  })

  test('goes on with an image that came to be there', async () => {
    const content = World.application('patient', '1', { containerImageVersion: 'later' })
    expect(await portal().refusal(CREATE, content)).toEqual(refused('image version not exist'))
    await uploaded(portal(), { orgName: 'world', archive: await imageArchive({ tags: ['app:later'] }) })
    expect(await portal().ok(CREATE, content)).toEqual({ appCreated: 'patient', versionCreated: '1' })
  })
})

describe('a version', () => {
  const both = { appName: 'states', version: 'v1' }
  const change = (to: string) => `application/${to}ApplicationVersion`
  const fail = refused('change app version fail')

  test('is Unpublished, then Published, then Offline, and nothing else', async () => {
    await world.create('states', 'v1')
    expect(await portal().refusal(change('offline'), both)).toEqual(fail)
    expect((await versionOf('states', 'v1')).status).toBe('Unpublished')

    expect(await portal().ok('application/publishApplicationVersion', both)).toBe('OK')
    const published = await versionOf('states', 'v1')
    expect(published).toMatchObject({ status: 'Published', offlineAt: null })
    expect(Math.abs(Date.parse(published.publishAt ?? '') - Date.now())).toBeLessThan(60_000)
    expect((await appOf('states')).latestPubVersion).toBe('v1')
    expect(await portal().refusal(change('publish'), both)).toEqual(fail)

    expect(await portal().ok('application/offlineApplicationVersion', both)).toBe('OK')
    const offline = await versionOf('states', 'v1')
    expect(offline).toMatchObject({ status: 'Offline', publishAt: published.publishAt })
    expect(Date.parse(offline.offlineAt ?? '')).toBeGreaterThanOrEqual(Date.parse(published.publishAt ?? ''))
    for (const to of ['publish', 'offline']) expect(await portal().refusal(change(to), both)).toEqual(fail)
  })

  test('published last is the latest', async () => {
    for (const version of ['v1', 'v2']) await world.published('latest', version)
    expect((await appOf('latest')).latestPubVersion).toBe('v2')
  })

  test('cannot be published twice at once', async () => {
    await world.create('raced', 'v1')
    const publish = () => portal().call('application/publishApplicationVersion', { appName: 'raced', version: 'v1' })
    const answers = await Promise.all([1, 2, 3, 4].map(publish))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
  })

  test('is listed by its status', async () => {
    await world.create('mixed', 'a')
    await world.published('mixed', 'b')
    const list = (status: 'Published' | 'Unpublished' | 'Offline') =>
      portal().ok('application/listApplicationVersion', { ...page, appName: 'mixed', status })
    expect((await list('Published')).appVersions.map(({ version }) => version)).toEqual(['b'])
    expect((await list('Unpublished')).appVersions.map(({ version }) => version)).toEqual(['a'])
    expect(await list('Offline')).toEqual({ total: 0, appVersions: [] })
  })
})

describe('deleting', () => {
  test('a Published version is refused: `delete failed! status is published`', async () => {
    const both = { appName: 'kept', version: 'v1' }
    await world.published('kept', 'v1')
    expect(await portal().refusal('application/deleteApplicationVersion', both)).toEqual(
      refused('delete failed! status is published'),
    )
    await portal().ok('application/offlineApplicationVersion', both)
    expect(await portal().ok('application/deleteApplicationVersion', both)).toBe('OK')
    expect(await portal().refusal('application/describeApplicationVersion', both)).toEqual(notFound)
  })

  test('an application is refused while it has versions: `application version exist`', async () => {
    await world.create('emptied', 'v1')
    expect(await portal().refusal('application/deleteApplication', { appName: 'emptied' })).toEqual(
      refused('application version exist'),
    )
    await portal().ok('application/deleteApplicationVersion', { appName: 'emptied', version: 'v1' })
    expect(await portal().ok('application/listApplicationVersion', { ...page, appName: 'emptied' })).toEqual({
      total: 0,
      appVersions: [],
    })
    expect(await portal().ok('application/deleteApplication', { appName: 'emptied' })).toBe('OK')
    expect(await portal().refusal('application/describeApplication', { appName: 'emptied' })).toEqual(notFound)
    expect(await world.create('emptied', 'v1')).toEqual({ appCreated: 'emptied', versionCreated: 'v1' })
  })
})

describe('the versions that an application’s record tells of', () => {
  const toldOf = async (appName: string) => {
    const { versionCount, latestVersion, latestPubVersion, updateAt } = await appOf(appName)
    return { versionCount, latestVersion, latestPubVersion, updateAt }
  }

  test('are how many there are and the one made last, published or not; each is a change of it', async () => {
    await world.published('told', 'v1')
    const first = await toldOf('told')
    expect(first).toMatchObject({ versionCount: 1, latestVersion: 'v1', latestPubVersion: 'v1' })
    await world.create('told', 'v2')
    const second = await toldOf('told')
    expect(second).toMatchObject({ versionCount: 2, latestVersion: 'v2', latestPubVersion: 'v1' })
    expect(Date.parse(second.updateAt)).toBeGreaterThan(Date.parse(first.updateAt))
    await portal().ok('application/deleteApplicationVersion', { appName: 'told', version: 'v2' })
    const third = await toldOf('told')
    expect(third).toMatchObject({ versionCount: 1, latestVersion: 'v1' })
    expect(Date.parse(third.updateAt)).toBeGreaterThan(Date.parse(second.updateAt))
    const { apps } = await portal().ok('application/listApplication', { ...page, search: 'told' })
    expect(apps).toEqual([await appOf('told')])
    for (const [published, total] of [
      [true, 1],
      [false, 0],
    ] as const)
      expect((await portal().ok('application/listApplication', { ...page, search: 'told', published })).total).toBe(
        total,
      )
  })

  test('are none once they are deleted', async () => {
    await world.create('untold', 'v1')
    await portal().ok('application/deleteApplicationVersion', { appName: 'untold', version: 'v1' })
    expect(await toldOf('untold')).toMatchObject({ versionCount: 0, latestVersion: '', latestPubVersion: '' })
  })
})

describe('the counts of deployments', () => {
  const countsOf = async (appName: string) => {
    const { appVersions } = await portal().ok('application/listApplicationVersion', { ...page, appName })
    return Object.fromEntries(appVersions.map(({ version, deployCounts }) => [version, deployCounts]))
  }
  const none = { total: 0, running: 0, abnormal: 0 }

  test('are none of what is nowhere', async () => {
    await world.published('nowhere', 'v1')
    expect(await countsOf('nowhere')).toEqual({ v1: none })
    expect((await appOf('nowhere')).deployCounts).toEqual(none)
  })

  test.skipIf(!hasVirtualNodes('counting deployments'))(
    'are of each version, and of all in the application',
    async () => {
      await Promise.all([world.node('counted-1'), world.node('counted-2')])
      for (const version of ['v1', 'v2', 'v3']) await world.published('spread', version)
      await world.published('beside', 'v1')
      await world.deploy('spread', 'v1', 'counted-1')
      await world.deploy('spread', 'v2', 'counted-2')
      await world.deploy('beside', 'v1', 'counted-1')
      const two = { total: 2, running: 2, abnormal: 0 }
      const bothRun = async () => (await appOf('spread')).deployCounts.running === 2
      await waitFor(bothRun, { what: 'both deployments run', timeoutMs: 45_000 })
      expect((await appOf('spread')).deployCounts).toEqual(two)

      const one = { total: 1, running: 1, abnormal: 0 }
      expect(await countsOf('spread')).toEqual({ v1: one, v2: one, v3: none })
      expect((await versionOf('spread', 'v2')).deployCounts).toEqual(one)
      const { apps } = await portal().ok('application/listApplication', { ...page, search: 'spread' })
      expect(apps.map(({ deployCounts }) => deployCounts)).toEqual([two])
    },
  )
})

describe('what is not there, or another tenant’s', () => {
  const cases = [
    ['application/describeApplication', {}],
    ['application/deleteApplication', {}],
    ['application/listApplicationVersion', page],
    ['application/describeApplicationVersion', { version: 'v1' }],
    ['application/publishApplicationVersion', { version: 'v1' }],
    ['application/offlineApplicationVersion', { version: 'v1' }],
    ['application/deleteApplicationVersion', { version: 'v1' }],
    ['application/deployApplication', { version: 'v1', nodeNames: ['n'] }],
    ['application/undeployApplication', { version: 'v1', nodeNames: ['n'] }],
    ['application/listApplicationDeploy', { version: 'v1', ...page }],
    ['application/listCanDeployNode', { targetVersion: 'v1', ...page }],
  ] as const

  test.each(cases)('%s: record not found', async (path, more) => {
    await portal().call(CREATE, World.application('guarded', 'v1'))
    expect(await portal().refusal(path, { appName: 'none', ...more })).toEqual(notFound)
    expect(await portal(2).refusal(path, { appName: 'guarded', ...more })).toEqual(notFound)
    const versioned =
      'version' in more ? { version: 'v9' } : 'targetVersion' in more ? { targetVersion: 'v9' } : undefined
    if (versioned) expect(await portal().refusal(path, { appName: 'guarded', ...more, ...versioned })).toEqual(notFound)
  })

  test('leaves it untouched', async () => {
    expect((await versionOf('guarded', 'v1')).status).toBe('Unpublished')
  })

  test('does not keep another tenant from the same name', async () => {
    const theirs = await World.make(portal(3), 'third')
    expect(await theirs.create('guarded', 'v1', { orgName: 'third' })).toEqual({
      appCreated: 'guarded',
      versionCreated: 'v1',
    })
  })
})
