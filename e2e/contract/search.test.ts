import { beforeAll, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })

beforeAll(async () => {
  const world = await World.make(portal())
  await world.published('app of the world', 'v1')
  for (const name of ['门店 world 1', 'world 2', 'elsewhere']) {
    await portal().ok('node/createNode', { name, nodeType: 'Generic' })
  }
})

test('finds records of every kind by their names', async () => {
  expect(await portal().ok('overview/search', { text: 'World' })).toEqual({
    nodes: [
      { name: 'world 2', status: 'NotInstalled' },
      { name: '门店 world 1', status: 'NotInstalled' },
    ],
    orgs: [{ orgName: 'world' }],
    images: [{ orgName: 'world', imageName: 'app' }],
    imageVersions: [{ orgName: 'world', imageName: 'app', imageVersion: '1' }],
    applications: [{ appName: 'app of the world' }],
    deployments: [],
  })
})

test('is current: what was made or deleted just now is found or not', async () => {
  const found = async () => (await portal().ok('overview/search', { text: 'short-lived' })).nodes.length
  expect(await found()).toBe(0)
  await portal().ok('node/createNode', { name: 'short-lived', nodeType: 'Generic' })
  expect(await found()).toBe(1)
  await portal().ok('node/deleteNode', { name: 'short-lived' })
  // Its record goes when the cluster has nothing of it any more.
  await waitFor(async () => (await found()) === 0, { what: 'the node is not found' })
})

test('finds at most as many of a kind as asked for', async () => {
  expect((await portal().ok('overview/search', { text: 'world', limit: 1 })).nodes).toHaveLength(1)
  const { status, code, msg } = await portal().refusal('overview/search', { text: 'world', limit: 21 })
  expect({ status, code }).toEqual({ status: 400, code: 20001 })
  expect(msg).toContain('content.limit: ')
})

test('finds nothing of another tenant', async () => {
  const found = await portal(2).ok('overview/search', { text: 'world' })
  expect(Object.values(found).flat()).toEqual([])
})
