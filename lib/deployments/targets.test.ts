import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Db, Tx } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import type { Call } from '@/lib/protocol/operation'
import { testApp } from '@/lib/testing/app'
import { type AppError } from '@/lib/protocol/errors'
import { listDeployTargetInput, type NodeResult } from './schema'
import { deploy } from './service'
import { listDeployTarget } from './targets'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const GIB = 2 ** 30

let db: Db
const appIds = new Map<string, number>()
beforeEach(async () => {
  db = await openScratchDb()
  appIds.clear()
})
afterEach(() => db.close())

function node(name: string, more: { status?: string; arch?: string; cpuCore?: number; memory?: bigint } = {}) {
  const standard = { nodeType: 'Generic', arch: 'amd64', status: 'Online', cpuCore: 4, memory: BigInt(4 * GIB) }
  return db.write((tx) =>
    tx.node.create({ data: { ...TENANT, ...standard, name, uniqueName: `node-${name}`, ...more } }),
  )
}

interface Quotas {
  cpuQuota?: number
  maxCpuQuota?: number
  memoryQuota?: number
  archType?: string
  ports?: number[]
}

function version(appName: string, name: string, { ports, ...quotas }: Quotas = {}) {
  const image = { orgName: 'o', containerImage: 'i', containerImageVersion: name, containerImagePath: `r/${name}` }
  const network = ports
    ? { type: 'PortMapping', portMappings: ports.map((hostPort) => ({ containerPort: 80, hostPort })) }
    : { type: 'Host', portMappings: [] }
  const runs = { status: 'Published', archType: 'amd64', restartPolicy: 'Always', network: JSON.stringify(network) }
  return db.write(async (tx) => {
    const app = { ...TENANT, appName, appType: 'UserDefine' }
    const applicationId = appIds.get(appName) ?? (await tx.application.create({ data: app })).id
    appIds.set(appName, applicationId)
    await tx.applicationVersion.create({
      data: { ...TENANT, applicationId, appName, version: name, ...image, ...runs, ...quotas },
    })
  })
}

function call(on: Tx): Call {
  const caller = { tenant: TENANT, userName: 'admin', role: 'operator', via: 'session' } as const
  return { app: testApp({ db }), caller, db: on, changed: () => undefined, signal: new AbortController().signal }
}

const put = (appName: string, name: string, ...nodeNames: string[]) =>
  db.write((tx) => deploy(call(tx), { appName, version: name, nodeNames }))
const setStatus = (status: string, nodeName: string) =>
  db.write((tx) => tx.deployment.updateMany({ where: { nodeName }, data: { status } }))
const targets = (more: object = {}) =>
  listDeployTarget(
    call(db.read),
    listDeployTargetInput.parse({
      appName: 'door',
      version: '2.0',
      pageNum: 1,
      pageSize: 100,
      sortBy: 'name',
      ...more,
    }),
  )

describe('what deploying a version would do', () => {
  it('is told of each node, and is what deploying does', async () => {
    await version('door', '1.0')
    await version('door', '2.0')
    for (const name of ['bare', 'older', 'same', 'leaving', 'cut-off']) await node(name)
    await node('arm', { arch: 'arm64' })
    await node('waiting', { arch: '', status: 'NotInstalled' })
    await node('going', { status: 'Deleting' })
    await put('door', '1.0', 'older', 'leaving')
    await put('door', '2.0', 'same')
    await setStatus('Deleting', 'leaving')
    await db.write((tx) => tx.node.updateMany({ where: { name: 'cut-off' }, data: { status: 'Offline' } }))

    const answer = await targets()
    const told = answer.targets.map(({ nodeName, effect, code, presentVersion, fits }) => ({
      nodeName,
      effect,
      code,
      presentVersion,
      fits,
    }))
    const refused = { effect: 'refused', fits: false, presentVersion: '' }
    expect(told).toEqual([
      { nodeName: 'arm', ...refused, code: 'arch' },
      { nodeName: 'bare', effect: 'new', code: '', presentVersion: '', fits: true },
      { nodeName: 'cut-off', effect: 'new', code: '', presentVersion: '', fits: true },
      { nodeName: 'going', ...refused, code: 'nodeDeleting' },
      { nodeName: 'leaving', ...refused, code: 'undeploying', presentVersion: '1.0' },
      { nodeName: 'older', effect: 'update', code: '', presentVersion: '1.0', fits: true },
      { nodeName: 'same', effect: 'unchanged', code: 'sameVersion', presentVersion: '2.0', fits: false },
      { nodeName: 'waiting', ...refused, code: 'notInstalled' },
    ])
    expect(answer.counts).toEqual({ new: 2, update: 1, unchanged: 1, refused: 4, offline: 1, short: 0 })

    const outcome = await put('door', '2.0', ...told.map(({ nodeName }) => nodeName))
    const { results } = (outcome as AppError).data as { results: NodeResult[] }
    expect(results.map(({ nodeName, code }) => [nodeName, code])).toEqual(
      told.map(({ nodeName, code }) => [nodeName, code]),
    )
  })

  it('is narrowed to what fits, to a version that is there, to names, and paged', async () => {
    await version('door', '1.0')
    await version('door', '2.0')
    await node('a-1')
    await node('a-2')
    await node('b-1', { arch: 'arm64' })
    await put('door', '1.0', 'a-2')
    const names = async (more: object) => (await targets(more)).targets.map(({ nodeName }) => nodeName)
    expect(await names({ onlyFitting: true })).toEqual(['a-1', 'a-2'])
    expect(await names({ presentVersion: '1.0' })).toEqual(['a-2'])
    expect(await names({ nodeNames: ['a-1', 'b-1', 'none'] })).toEqual(['a-1', 'b-1'])
    expect(await names({ nodeNames: ['a-1', 'b-1'], search: 'B' })).toEqual(['b-1'])
    expect(await names({ arch: 'arm64' })).toEqual(['b-1'])
    expect(await names({ order: 'desc', pageNum: 2, pageSize: 2 })).toEqual(['a-1'])
    expect(await targets({ pageNum: 9, onlyFitting: true })).toMatchObject({ total: 2, targets: [] })
  })

  it('is not told of another tenant’s nodes, nor of what is not there', async () => {
    await version('door', '2.0')
    await node('mine')
    const elsewhere = { ...TENANT, userId: 2, nodeType: 'Generic', arch: 'amd64', status: 'Online' }
    await db.write((tx) => tx.node.create({ data: { ...elsewhere, name: 'theirs', uniqueName: 'node-theirs' } }))
    expect((await targets()).targets.map(({ nodeName }) => nodeName)).toEqual(['mine'])
    await expect(targets({ version: '9' })).rejects.toThrow('record not found')
  })
})

describe('room on a node', () => {
  const obstacles = async (nodeName = 'a') => (await targets({ nodeNames: [nodeName] })).targets[0]?.obstacles

  it('is what other applications leave; a limit without a request is one', async () => {
    await version('door', '1.0', { cpuQuota: 4 })
    await version('door', '2.0', { cpuQuota: 1.5, memoryQuota: 3072 })
    await version('other', '1', { maxCpuQuota: 3, memoryQuota: 2048 })
    await node('a')
    await put('door', '1.0', 'a')
    expect(await obstacles()).toEqual([])
    await put('other', '1', 'a')
    expect(await obstacles()).toEqual([
      { code: 'cpu', wanted: 1.5, free: 1 },
      { code: 'memory', wanted: 3 * GIB, free: 2 * GIB },
    ])
    const { counts } = await targets()
    expect(counts).toMatchObject({ update: 1, short: 1 })
    expect((await targets({ onlyFitting: true })).total).toBe(0)
    await db.write((tx) => tx.deployment.updateMany({ where: { appName: 'other' }, data: { status: 'Completed' } }))
    expect(await obstacles()).toEqual([])
  })

  it('takes sums of quotas for what they say', async () => {
    await version('door', '2.0', { cpuQuota: 0.7 })
    await version('one', '1', { cpuQuota: 0.1 })
    await version('two', '1', { cpuQuota: 0.2 })
    await node('a', { cpuCore: 1 })
    await put('one', '1', 'a')
    await put('two', '1', 'a')
    expect(await obstacles()).toEqual([])
  })

  it('is missing where another application has a port, and not where it is our own', async () => {
    await version('door', '1.0', { ports: [8080] })
    await version('door', '2.0', { ports: [8080, 9090] })
    await version('other', '1', { ports: [9090] })
    await version('third', '1', { ports: [80] })
    await node('a')
    await node('b')
    await put('door', '1.0', 'a')
    await put('third', '1', 'a')
    await put('other', '1', 'b')
    expect(await obstacles('a')).toEqual([])
    expect(await obstacles('b')).toEqual([{ code: 'port', port: 9090, appName: 'other' }])
  })

  it('is not asked of a node that is refused', async () => {
    await version('door', '2.0', { cpuQuota: 100 })
    await node('a', { arch: 'arm64' })
    expect((await targets()).targets[0]).toMatchObject({ code: 'arch', obstacles: [] })
  })
})
