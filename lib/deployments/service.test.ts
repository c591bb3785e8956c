import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Db, Tx } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import type { AppError } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import { testApp } from '@/lib/testing/app'
import { describeDeploy, listDeploy, summarizeDeploy } from './lists'
import type { NodeResult } from './schema'
import { deploy, retry, rollback, undeploy } from './service'

const TENANT = { clusterId: 0, groupId: 0, userId: 1 }
const APP = 'door'
const page = { pageNum: 1, pageSize: 100 }

let db: Db
beforeEach(async () => {
  db = await openScratchDb()
  await db.write(seed)
})
afterEach(() => db.close())

/** Two nodes, and an application of which 1.0 and 2.0 are published. */
async function seed(tx: Tx): Promise<void> {
  for (const name of ['edge-a', 'edge-b']) {
    const node = { name, uniqueName: `node-${name}`, nodeType: 'Generic', arch: 'amd64', status: 'Online' }
    await tx.node.create({ data: { ...TENANT, ...node } })
  }
  const app = await tx.application.create({ data: { ...TENANT, appName: APP, appType: 'UserDefine' } })
  for (const version of ['1.0', '2.0']) {
    const image = {
      orgName: 'o',
      containerImage: 'i',
      containerImageVersion: version,
      containerImagePath: `r/${version}`,
    }
    const runs = { status: 'Published', archType: 'amd64', restartPolicy: 'Always', network: '{"type":"Host"}' }
    await tx.applicationVersion.create({
      data: { ...TENANT, applicationId: app.id, appName: APP, version, ...image, ...runs },
    })
  }
}

function call(on: Tx, tenant = TENANT): Call {
  return {
    app: testApp({ db }),
    caller: { tenant, userName: 'admin', role: 'operator', via: 'session' },
    db: on,
    changed: () => undefined,
    signal: new AbortController().signal,
  }
}

const change = <I>(work: (on: Call, input: I) => Promise<'OK' | AppError>, input: I) =>
  db.write((tx) => work(call(tx), input))
const on = (version: string, ...nodeNames: string[]) => ({ appName: APP, version, nodeNames })
const described = (nodeName: string) => describeDeploy(call(db.read), { appName: APP, nodeName })

/** What was refused: the code by the node. */
function codesOf(answer: 'OK' | AppError): Record<string, string> {
  if (answer === 'OK') return {}
  const { results } = answer.data as { results: NodeResult[] }
  return Object.fromEntries(results.map(({ nodeName, code }) => [nodeName, code]))
}

const setVersion = (version: string, data: { status: string }) =>
  db.write((tx) => tx.applicationVersion.updateMany({ where: { version }, data }))

describe('an update', () => {
  it('keeps the version that it took the place of', async () => {
    expect(await change(deploy, on('1.0', 'edge-a'))).toBe('OK')
    expect((await described('edge-a')).appDeploy).toMatchObject({ version: '1.0', previousVersion: '' })
    expect(await change(deploy, on('2.0', 'edge-a', 'edge-b'))).toBe('OK')
    expect((await described('edge-a')).appDeploy).toMatchObject({ version: '2.0', previousVersion: '1.0' })
    expect((await described('edge-b')).appDeploy).toMatchObject({ version: '2.0', previousVersion: '' })
  })

  it('names what it refuses by a code', async () => {
    await change(deploy, on('1.0', 'edge-a'))
    const answer = await change(deploy, on('1.0', 'edge-a', 'edge-b', 'edge-b', 'none'))
    expect(codesOf(answer)).toEqual({ 'edge-a': 'sameVersion', 'edge-b': 'namedTwice', none: 'notFound' })
  })
})

describe('rolling back', () => {
  it('puts the previous version back, and can be undone the same way', async () => {
    await change(deploy, on('1.0', 'edge-a'))
    await change(deploy, on('2.0', 'edge-a'))
    expect((await described('edge-a')).rollback).toEqual({ version: '1.0', obstacle: '' })
    expect(await change(rollback, { appName: APP, nodeNames: ['edge-a'] })).toBe('OK')
    const { appDeploy } = await described('edge-a')
    expect(appDeploy).toMatchObject({
      version: '1.0',
      previousVersion: '2.0',
      status: 'UpdateInit',
      containerImagePath: 'r/1.0',
    })
    expect(await change(rollback, { appName: APP, nodeNames: ['edge-a'] })).toBe('OK')
    expect((await described('edge-a')).appDeploy.version).toBe('2.0')
  })

  it('goes on where some nodes cannot, and says why', async () => {
    await change(deploy, on('1.0', 'edge-a'))
    await change(deploy, on('2.0', 'edge-a', 'edge-b'))
    const answer = await change(rollback, { appName: APP, nodeNames: ['edge-a', 'edge-b', 'none'] })
    expect(answer).toMatchObject({ message: 'part of rollback fails' })
    expect(codesOf(answer)).toEqual({ 'edge-a': '', 'edge-b': 'noPreviousVersion', none: 'notFound' })
    expect((await described('edge-a')).appDeploy.version).toBe('1.0')
  })

  it('is refused where the previous version is no longer published, or gone', async () => {
    await change(deploy, on('1.0', 'edge-a'))
    await change(deploy, on('2.0', 'edge-a'))
    await setVersion('1.0', { status: 'Offline' })
    expect((await described('edge-a')).rollback.obstacle).toBe('previousNotPublished')
    const answer = await change(rollback, { appName: APP, nodeNames: ['edge-a'] })
    expect(answer).toMatchObject({ message: 'all of rollback fails' })
    expect(codesOf(answer)).toEqual({ 'edge-a': 'previousNotPublished' })
    await db.write((tx) => tx.applicationVersion.deleteMany({ where: { version: '1.0' } }))
    expect((await described('edge-a')).rollback.obstacle).toBe('previousGone')
  })
})

describe('starting anew', () => {
  it('asks for other pods of the same version', async () => {
    await change(deploy, on('1.0', 'edge-a'))
    expect(await change(retry, on('1.0', 'edge-a'))).toBe('OK')
    const { appDeploy } = await described('edge-a')
    expect(appDeploy).toMatchObject({ version: '1.0', status: 'UpdateInit', previousVersion: '' })
    expect(appDeploy.restartedAt).toEqual(expect.any(String))
  })

  it('is refused where the version is not, or is leaving', async () => {
    await change(deploy, on('1.0', 'edge-a', 'edge-b'))
    await change(undeploy, on('1.0', 'edge-a'))
    expect(codesOf(await change(retry, on('1.0', 'edge-a', 'edge-b')))).toEqual({
      'edge-a': 'undeploying',
      'edge-b': '',
    })
    expect(codesOf(await change(retry, on('2.0', 'edge-b')))).toEqual({ 'edge-b': 'notOnNode' })
  })
})

describe('the list over all applications', () => {
  beforeEach(async () => {
    await change(deploy, on('1.0', 'edge-a'))
    await change(deploy, on('2.0', 'edge-b'))
  })
  const nodesOf = async (filter: object) =>
    (await listDeploy(call(db.read), { ...page, ...filter })).appDeploys.map(({ nodeName }) => nodeName)

  it('is searched by node and application, and filtered', async () => {
    expect(await nodesOf({ search: 'EDGE-A' })).toEqual(['edge-a'])
    expect(await nodesOf({ search: 'oo' })).toEqual(['edge-b', 'edge-a'])
    expect(await nodesOf({ search: '%' })).toEqual([])
    expect(await nodesOf({ version: '2.0' })).toEqual(['edge-b'])
    expect(await nodesOf({ nodeName: 'edge-a', appName: APP })).toEqual(['edge-a'])
    expect(await nodesOf({ status: 'Running' })).toEqual([])
    expect(await nodesOf({ sortBy: 'nodeName' })).toEqual(['edge-a', 'edge-b'])
  })

  it('is counted by state', async () => {
    await change(undeploy, on('1.0', 'edge-a'))
    const all = await summarizeDeploy(call(db.read), {})
    expect(all).toMatchObject({ total: 2, counts: { Init: 1, Deleting: 1, Running: 0 } })
    expect(await summarizeDeploy(call(db.read), { version: '2.0' })).toMatchObject({ total: 1 })
  })

  it('is the tenant’s alone', async () => {
    const stranger = call(db.read, { ...TENANT, userId: 2 })
    expect(await listDeploy(stranger, page)).toEqual({ Total: 0, total: 0, appDeploys: [] })
    expect((await summarizeDeploy(stranger, {})).total).toBe(0)
    await expect(describeDeploy(stranger, { appName: APP, nodeName: 'edge-a' })).rejects.toThrow('record not found')
  })
})
