import { describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { hasVirtualNodes } from '../harness/variant'
import { World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })

async function made(name: string, uid = 1) {
  return (await portal(uid).ok('node/createNode', { name, nodeType: 'Generic' })).node
}

const world = (uid: number) => new World(portal(uid))
const nodeWith = (name: string, status: string, uid = 1) => world(uid).nodeWith(name, status)
const joined = (name: string, arch: 'amd64' | 'arm64' = 'amd64', uid = 1) => world(uid).node(name, arch)

describe.skipIf(!hasVirtualNodes('the states of nodes and demo/*'))('a virtual node', () => {
  test.each(['amd64', 'arm64'] as const)('of %s comes Online with the facts of its machine', async (arch) => {
    const node = await joined(`facts-${arch}`, arch)
    expect(node).toMatchObject({ arch, status: 'Online' })
    expect(node.roles.split(',')).toEqual(['agent', 'edge'])
    expect(node.cpuCore).toBeGreaterThan(0)
    expect(node.memory).toBeGreaterThan(64 * 1024 * 1024)
    for (const field of ['runtime', 'osImage', 'interIp', 'kubeletVersion'] as const) expect(node[field]).not.toBe('')
    expect(Math.abs(Date.parse(node.lastHeartbeat ?? '') - Date.now())).toBeLessThan(60_000)
  })

  test('tells how it is at this moment: conditions, capacity, requests, versions', async () => {
    await joined('telling')
    const { state } = await portal().ok('node/describeNodeState', { name: 'telling' })
    const ready = state?.conditions.find(({ type }) => type === 'Ready')
    expect(ready).toMatchObject({ status: 'True', healthy: true, reason: 'KubeletReady' })
    expect(Date.parse(ready?.since ?? '')).not.toBeNaN()
    expect(state).toMatchObject({
      unschedulable: false,
      versions: { kubeEdge: expect.stringMatching(/^v1\./) as string },
    })
    for (const { capacity, allocatable, requested } of state?.resources ?? []) {
      expect(capacity).toBeGreaterThan(0)
      expect(allocatable).toBeLessThanOrEqual(capacity)
      expect(requested).toBe(0)
    }
    expect(state?.resources.map(({ name }) => name)).toEqual(['cpu', 'memory', 'ephemeral-storage', 'pods'])
  })

  test('of which no machine has joined has no state', async () => {
    await made('silent')
    expect(await portal().ok('node/describeNodeState', { name: 'silent' })).toEqual({ state: null })
  })

  test('is told to its own tenant alone', async () => {
    await joined('of another')
    expect(await portal(2).refusal('node/describeNodeState', { name: 'of another' })).toMatchObject({
      msg: 'record not found',
    })
  })

  test('is of arm64 where the call does not say', async () => {
    await made('unsaid')
    await portal().ok('demo/joinVirtualNode', { name: 'unsaid' })
    expect((await nodeWith('unsaid', 'Online')).arch).toBe('arm64')
  })

  test('is marked with who it belongs to', async () => {
    const { name } = await joined('marked', 'amd64', 5)
    const look = async () => (await portal(5).ok('node/desNode', { name })).node.labels
    await expect.poll(look, { timeout: 10_000 }).toMatchObject({
      'apulisedge/node-name': 'marked',
      'apulisedge/cluster': '0',
      'apulisedge/group': '0',
      'apulisedge/user': '5',
    })
  })

  test('whose name is no label value comes Online all the same', async () => {
    const node = await joined('北京 边缘/节点 #1 🛰')
    expect(node.name).toBe('北京 边缘/节点 #1 🛰')
    const look = async () => (await portal().ok('node/desNode', { name: node.name })).node.labels
    await expect.poll(look, { timeout: 10_000 }).toMatchObject({ 'apulisedge/user': '1' })
    expect(await look()).not.toHaveProperty('apulisedge/node-name')
  })

  test('that loses power goes Offline, and Online again with it', async () => {
    const { name } = await joined('powerless')
    expect(await portal().ok('demo/stopVirtualNode', { name })).toBe('OK')
    const offline = await nodeWith(name, 'Offline')
    expect(await portal().ok('node/listNode', { pageNum: 1, pageSize: 10, status: 'Offline' })).toMatchObject({
      nodes: [{ name }],
    })
    expect(await portal().ok('demo/startVirtualNode', { name })).toBe('OK')
    const online = await nodeWith(name, 'Online')
    expect(online.uniqueName).toBe(offline.uniqueName)
  })

  test('is deleted in the cluster with its record, and may not come back as it was', async () => {
    const { name, uniqueName } = await joined('leaving')
    expect(await portal().ok('node/deleteNode', { name })).toBe('OK')
    const isGone = async () => (await portal().call('node/desNode', { name })).status === 400
    await waitFor(isGone, { what: 'the record is gone' })
    expect(await portal().refusal('demo/startVirtualNode', { name })).toMatchObject({
      code: 30000,
      msg: 'record not found',
    })
    await made(name)
    expect((await portal().ok('node/desNode', { name })).node.uniqueName).not.toBe(uniqueName)
  })

  test('says `delete failed! status is deleting` when it is deleted twice at once', async () => {
    const { name } = await joined('twice')
    const answers = await Promise.all([1, 2, 3].map(() => portal().call('node/deleteNode', { name })))
    const contents = answers.map((answer) => (answer.body as { content: { code: number; msg: string } }).content)
    expect(contents.filter(({ code }) => code === 0)).toHaveLength(1)
    for (const { code, msg } of contents) {
      if (code !== 0) expect(['delete failed! status is deleting', 'record not found']).toContain(msg)
    }
  })

  test('survives a restart of the console', async () => {
    const before = await joined('restarted')
    await theConsole().restart()
    const after = await nodeWith('restarted', 'Online')
    expect(after.uniqueName).toBe(before.uniqueName)
  })
})

describe.skipIf(!hasVirtualNodes('refusals of demo/*'))('demo/*', () => {
  test.each(['riscv64', 'x86_64', 'ARM64'])('joins no machine of %s', async (arch) => {
    await portal().call('node/createNode', { name: 'odd', nodeType: 'Generic' })
    expect(await portal().refusal('demo/joinVirtualNode', { name: 'odd', arch })).toEqual({
      status: 400,
      code: 30000,
      msg: 'arch type not exist',
    })
    expect((await portal().ok('node/desNode', { name: 'odd' })).node.status).toBe('NotInstalled')
  })

  test.each(['joinVirtualNode', 'stopVirtualNode', 'startVirtualNode'])(
    '%s of no node: record not found',
    async (operation) => {
      expect(await portal().refusal(`demo/${operation}`, { name: 'none' })).toEqual({
        status: 400,
        code: 30000,
        msg: 'record not found',
      })
    },
  )

  test.each(['joinVirtualNode', 'stopVirtualNode', 'startVirtualNode'])(
    '%s of another tenant’s node: record not found',
    async (operation) => {
      await portal(7).call('node/createNode', { name: 'not-yours', nodeType: 'Generic' })
      expect(await portal(8).refusal(`demo/${operation}`, { name: 'not-yours' })).toMatchObject({
        msg: 'record not found',
      })
    },
  )

  test.each(['stopVirtualNode', 'startVirtualNode'])('%s of a node that never joined is refused', async (operation) => {
    const { name } = await made(`never-${operation}`)
    const { code, msg } = await portal().refusal(`demo/${operation}`, { name })
    expect(code).toBe(30000)
    expect(msg).not.toBe('')
  })

  test('joining, stopping and starting twice is as good as once', async () => {
    const { name } = await joined('idempotent')
    await portal().ok('demo/joinVirtualNode', { name, arch: 'amd64' })
    await portal().ok('demo/startVirtualNode', { name })
    expect((await nodeWith(name, 'Online')).arch).toBe('amd64')
    await portal().ok('demo/stopVirtualNode', { name })
    await portal().ok('demo/stopVirtualNode', { name })
    await nodeWith(name, 'Offline')
    await portal().ok('demo/joinVirtualNode', { name })
    await nodeWith(name, 'Online')
  })
})
