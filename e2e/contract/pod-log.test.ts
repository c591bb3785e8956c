import { beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { hasVirtualNodes } from '../harness/variant'
import { World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const PLACE = { appName: 'app', nodeName: 'amd-1' }
const NOT_FOUND = { code: 30000, msg: 'record not found' }
const LIMIT_MS = 30_000

/** The log's stream as a portal reads it. */
async function openStream(query: Record<string, string>, uid = 1, signal = AbortSignal.timeout(LIMIT_MS)) {
  const headers = { authorization: `Bearer ${await portal(uid).token()}` }
  const search = new URLSearchParams({ ...PLACE, ...query }).toString()
  return fetch(`${theConsole().url}/api/deployments/log?${search}`, { headers, signal })
}

const refusalOf = async (query: Record<string, string>, uid = 1) => {
  const response = await openStream(query, uid)
  return { status: response.status, ...((await response.json()) as object) }
}

/** Reads until `enough` says so, then goes away. */
async function readUntil(query: Record<string, string>, enough: (text: string) => boolean): Promise<string> {
  const away = new AbortController()
  const response = await openStream(query, 1, AbortSignal.any([away.signal, AbortSignal.timeout(LIMIT_MS)]))
  expect(response.status).toBe(200)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (enough(text)) break
  }
  away.abort()
  return text
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')

test('a log is nobody’s who has not signed in', async () => {
  const response = await fetch(`${theConsole().url}/api/deployments/log?${new URLSearchParams(PLACE).toString()}`)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code: 20002 })
})

test.each([
  [{ tailLines: 'all' }, 'tailLines'],
  [{ tailLines: '10001' }, 'tailLines'],
  [{ follow: 'yes' }, 'follow'],
  [{ since: 'yesterday' }, 'since'],
  [{ appName: '' }, 'appName'],
])('the stream refuses %j', async (query, field) => {
  const refusal = await refusalOf(query)
  expect(refusal).toMatchObject({ status: 400, code: 20001 })
  expect(JSON.stringify(refusal)).toContain(field)
})

test('both refuse what is not deployed', async () => {
  expect(await refusalOf({ nodeName: 'none' })).toMatchObject({ status: 400, ...NOT_FOUND })
  expect(await portal().refusal('application/podLog', { ...PLACE, nodeName: 'none' })).toMatchObject(NOT_FOUND)
})

describe.skipIf(!hasVirtualNodes('what runs on nodes'))('of a container', () => {
  let podName = ''
  let containerName = ''

  beforeAll(async () => {
    const world = await World.make(portal())
    await world.published('app', 'v1')
    await world.node('amd-1')
    await world.deploy('app', 'v1', 'amd-1')
    await world.deploymentWith('app', 'amd-1', 'Running')
    const { pods } = await portal().ok('application/listDeployPod', PLACE)
    podName = pods[0]?.name ?? ''
    containerName = pods[0]?.containers[0]?.name ?? ''
  })

  test('podLog answers its last lines', async () => {
    const { log, ...rest } = await portal().ok('application/podLog', { ...PLACE, tailLines: 2 })
    expect(rest).toEqual({ podName, containerName, truncated: false })
    expect(linesOf(log)).toHaveLength(2)
    const timed = await portal().ok('application/podLog', { ...PLACE, timestamps: true, podName, containerName })
    expect(linesOf(timed.log)[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z virtual node .* no process runs here/)
  })

  test('the stream ends with what there is, and goes on where it is followed', async () => {
    const whole = await (await openStream({})).text()
    expect(linesOf(whole).length).toBeGreaterThanOrEqual(3)
    const followed = await readUntil({ follow: 'true', tailLines: '0' }, (text) => text.includes('\n'))
    expect(followed).toMatch(/^has been running for \d+ s\n/)
  })

  test('a part of it is asked for by time', async () => {
    const timed = linesOf(await (await openStream({ timestamps: 'true' })).text())
    const timeOf = (line = '') => line.slice(0, line.indexOf(' '))
    const first = timeOf(timed[0])
    const until = linesOf(await (await openStream({ until: first, timestamps: 'true' })).text())
    expect(until.length).toBeGreaterThan(0)
    expect(until.every((line) => Date.parse(timeOf(line)) <= Date.parse(first))).toBe(true)
    const bare = await (await openStream({ until: first })).text()
    expect(bare).toMatch(/^virtual node/)
    const later = new Date(Date.parse(first) + 3600_000).toISOString()
    expect(await (await openStream({ since: later })).text()).toBe('')
  })

  test('it is downloaded as a file', async () => {
    const response = await openStream({ download: 'true' })
    expect(response.headers.get('content-disposition')).toContain(`filename*=UTF-8''app-amd-1.log`)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await response.text()).toContain('virtual node')
  })

  test('another tenant’s is not there, nor is any pod but the deployment’s', async () => {
    expect(await refusalOf({}, 2)).toMatchObject({ status: 400, ...NOT_FOUND })
    expect(await portal(2).refusal('application/podLog', PLACE)).toMatchObject(NOT_FOUND)
    expect(await refusalOf({ podName: 'coredns-1' })).toMatchObject({ code: 30000, data: { reason: 'podGone' } })
    expect(await refusalOf({ containerName: 'other' })).toMatchObject({ data: { reason: 'noContainer' } })
  })

  test('that there was no run before is said', async () => {
    expect(await refusalOf({ previous: 'true' })).toMatchObject({ status: 400, data: { reason: 'logNoPrevious' } })
  })

  test('no more than sixteen are open for one user, and each gives its place back', async () => {
    const away = new AbortController()
    const follow = () => openStream({ follow: 'true' }, 1, away.signal)
    const open = await Promise.all(Array.from({ length: 16 }, follow))
    expect(open.map(({ status }) => status)).toEqual(Array(16).fill(200))
    expect(await refusalOf({})).toMatchObject({ status: 400, data: { reason: 'tooManyStreams', params: { max: 16 } } })
    away.abort()
    const free = async () => {
      const response = await openStream({})
      await response.body?.cancel()
      return response.status === 200
    }
    await waitFor(free, { what: 'a place is free again', timeoutMs: 5000 })
  })

  test('of a node without power, what is in the way is said', async () => {
    await portal().ok('demo/stopVirtualNode', { name: 'amd-1' })
    const refusal = await portal().refusal('application/podLog', PLACE)
    expect(refusal).toMatchObject({ status: 502, code: 40000, data: { params: { node: 'amd-1' } } })
    expect(JSON.stringify(refusal.data)).toMatch(/nodeSilent|tunnelNoRoute/)
    expect(refusal.msg).toContain('no route to host')
  })
})
