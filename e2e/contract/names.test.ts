import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { imageArchive } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { hasVirtualNodes } from '../harness/variant'
import { uploaded } from '../harness/upload'

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })
const page = { pageNum: 1, pageSize: 10 }

/** Names that are ours to take: PROTOCOL.md §5. */
const GOOD_NAMES = [
  '节点 一号（北京）',
  'with spaces in it',
  ' leading and trailing ',
  'a/b',
  '../../etc/passwd',
  `"double" and 'single' and \`back\``,
  '<script>alert(1)</script>',
  'emoji 😀👩‍👩‍👧',
  '%00%2e%2e%2f',
  '-rf',
  'null',
  '0',
  'café ñ ß İ',
  'שלום مرحبا',
  'x'.repeat(255),
  '点'.repeat(255),
  '😀'.repeat(255),
]

const image = { orgName: 'names', containerImage: 'app', containerImageVersion: '1' }
const runsAnywhere = {
  ...image,
  archType: ['amd64'],
  restartPolicy: 'Always' as const,
  network: { type: 'Host' as const },
}

beforeAll(async () => {
  await portal().ok('image/createOrg', { orgName: image.orgName })
  await uploaded(portal(), { orgName: image.orgName, archive: await imageArchive({ tags: ['app:1'] }) })
})

describe.each(GOOD_NAMES.map((name) => ({ name, shown: name.slice(0, 24) })))('the name $shown', ({ name }) => {
  test('is a node’s', async () => {
    const { node } = await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    expect(node.name).toBe(name)
    expect((await portal().ok('node/desNode', { name })).node).toEqual(node)
    expect((await portal().ok('node/listNode', { ...page, search: name })).nodes).toEqual([node])
    expect((await portal().ok('node/scripts', { name, arch: 'amd64' })).script).toContain(node.uniqueName)
    await portal().ok('node/deleteNode', { name })
  })

  test('is an application’s and a version’s', async () => {
    const created = await portal().ok('application/createApplication', {
      appName: name,
      version: name,
      description: name,
      functionType: name,
      ...runsAnywhere,
    })
    expect(created).toEqual({ appCreated: name, versionCreated: name })
    expect((await portal().ok('application/describeApplication', { appName: name })).app).toMatchObject({
      appName: name,
      description: name,
      functionType: name,
    })
    await portal().ok('application/publishApplicationVersion', { appName: name, version: name })
    expect((await portal().ok('application/describeApplication', { appName: name })).app.latestPubVersion).toBe(name)
    expect(
      (await portal().ok('application/listApplicationVersion', { ...page, appName: name, search: name })).total,
    ).toBe(1)
    await portal().ok('application/offlineApplicationVersion', { appName: name, version: name })
    await portal().ok('application/deleteApplicationVersion', { appName: name, version: name })
    await portal().ok('application/deleteApplication', { appName: name })
  })
})

test.each(['x'.repeat(256), '点'.repeat(256), '😀'.repeat(256), 'x'.repeat(300)])(
  '255 characters are the limit, however many bytes they take',
  async (name) => {
    expect(await portal().refusal('node/createNode', { name, nodeType: 'Generic' })).toMatchObject({ code: 20001 })
  },
)

test('a description may have lines, and 4,096 characters', async () => {
  const description = `第一行\nsecond line\t${'x'.repeat(4000)}`
  await portal().ok('application/createApplication', {
    appName: 'described',
    version: '1',
    description,
    ...runsAnywhere,
  })
  expect((await portal().ok('application/describeApplication', { appName: 'described' })).app.description).toBe(
    description,
  )
})

describe.skipIf(!hasVirtualNodes('Chinese names through a deployment'))('with names in Chinese', () => {
  test.each([
    ['边缘节点 一号', '视频 分析', '版本 一'],
    ['../节点"\'', 'a/b 😀', '版'.repeat(255)],
  ])('%s: an application is deployed, runs, and goes', async (name, appName, version) => {
    await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    await portal().ok('demo/joinVirtualNode', { name, arch: 'amd64' })
    const isOnline = async () => (await portal().ok('node/desNode', { name })).node.status === 'Online'
    await waitFor(isOnline, { what: 'the node is Online' })
    await portal().ok('application/createApplication', { appName, version, ...runsAnywhere })
    await portal().ok('application/publishApplicationVersion', { appName, version })
    const { nodes } = await portal().ok('application/listCanDeployNode', { ...page, appName, targetVersion: version })
    expect(nodes.map((node) => node.name)).toContain(name)
    await portal().ok('application/deployApplication', { appName, version, nodeNames: [name] })
    const deployment = async () => (await portal().ok('application/listNodeDeploy', { ...page, name })).appDeploys[0]
    await waitFor(async () => (await deployment())?.status === 'Running', { what: 'it runs', timeoutMs: 40_000 })
    expect(await deployment()).toMatchObject({ appName, version, nodeName: name })
    await portal().ok('application/undeployApplication', { appName, version, nodeNames: [name] })
    await waitFor(async () => (await deployment()) === undefined, { what: 'it is gone', timeoutMs: 40_000 })
    await portal().ok('node/deleteNode', { name })
  })
})
