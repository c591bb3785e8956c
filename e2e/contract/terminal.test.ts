import { beforeAll, describe, expect, test } from 'vitest'
import { suiteConsole } from '../harness/console'
import { TestTerminal } from '../harness/terminal'
import { signInAs } from '../harness/users'
import { hasVirtualNodes } from '../harness/variant'
import { page, World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const PLACE = { appName: 'app', nodeName: 'amd-1' }

const bearer = async (uid = 1) => ({ authorization: `Bearer ${await portal(uid).token()}` })
const open = (headers: Record<string, string>, query: Record<string, string | string[]> = {}) =>
  TestTerminal.open(theConsole().url, { query: { ...PLACE, ...query }, headers })

describe('who may not open a terminal is refused before it is one', () => {
  test('nobody', async () => {
    await expect(open({})).rejects.toThrow(/^401 .*20002/)
    await expect(open({ authorization: 'Bearer no.such.token' })).rejects.toThrow(/^401 /)
  })

  test('a page of another site, with the cookie of somebody who is signed in', async () => {
    const cookie = await theConsole().signIn()
    const host = new URL(theConsole().url).host
    await expect(open({ cookie, origin: 'https://evil.example' })).rejects.toThrow(/^401 /)
    await expect(open({ cookie, origin: `https://${host}.evil.example` })).rejects.toThrow(/^401 /)
    await expect(open({ cookie, origin: theConsole().url, 'sec-fetch-site': 'same-site' })).rejects.toThrow(/^401 /)
    await expect(open({ cookie, origin: 'null' })).rejects.toThrow(/^401 /)
    await expect(open({ cookie })).rejects.toThrow(/^403 .*otherSite/)
    const own = await open({ cookie, origin: theConsole().url })
    expect(await own.ended()).toMatchObject({ type: 'failed', msg: 'record not found' })
  })

  test('a viewer, who is told which role it needs', async () => {
    const cookie = await signInAs(theConsole(), { id: 11, role: 'viewer' })
    const refused = open({ cookie, origin: theConsole().url })
    await expect(refused).rejects.toThrow(/^403 .*"reason":"role","params":\{"needed":"operator","own":"viewer"\}/)
  })

  test('what is no query of a terminal', async () => {
    const headers = await bearer()
    await expect(open(headers, { cols: '0' })).rejects.toThrow(/^400 .*cols/)
    await expect(open(headers, { appName: '' })).rejects.toThrow(/^400 .*appName/)
    await expect(open(headers, { command: Array<string>(65).fill('x') })).rejects.toThrow(/^400 .*command/)
  })

  test('any other path', async () => {
    const url = `${theConsole().url}/api/events`
    await expect(TestTerminal.open(`${url}/`, { query: {} })).rejects.toThrow()
  })
})

describe('a ticket', () => {
  test('opens one terminal for a page that can send no token', async () => {
    const { ticket, expiresAt } = await portal().ok('application/terminalTicket', {})
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30_000)
    const first = await open({ origin: 'https://portal.example' }, { ticket })
    expect(await first.ended()).toMatchObject({ type: 'failed', msg: 'record not found' })
    await expect(open({}, { ticket })).rejects.toThrow(/^401 /)
  })

  test('cannot be made up', async () => {
    const { ticket } = await portal().ok('application/terminalTicket', {})
    const [body = '', seal = ''] = ticket.split('.')
    const theirs = Buffer.from(body, 'base64url').toString('utf8').replace('"userId":1', '"userId":2')
    await expect(open({}, { ticket: `${Buffer.from(theirs).toString('base64url')}.${seal}` })).rejects.toThrow(/^401 /)
    await expect(open({}, { ticket: 'nonsense' })).rejects.toThrow(/^401 /)
    await expect(open({}, { ticket: '' })).rejects.toThrow(/^401 /)
  })
})

async function running(uid: number): Promise<void> {
  const orgName = `world-${uid}`
  const world = await World.make(portal(uid), orgName)
  await world.published('app', 'v1', { orgName })
  await world.node('amd-1')
  await world.deploy('app', 'v1', 'amd-1')
  await world.deploymentWith('app', 'amd-1', 'Running')
}

describe.skipIf(!hasVirtualNodes('what runs on nodes'))('in a container', () => {
  beforeAll(() => running(1))

  test('is open to an operator, and noted under the operator’s name', async () => {
    const id = 12
    await running(id)
    const cookie = await signInAs(theConsole(), { id, role: 'operator' })
    const terminal = await open({ cookie, origin: theConsole().url })
    await terminal.ended()
    expect(terminal.notices[0]).toMatchObject({ type: 'opened', containerName: expect.any(String) as string })
    const { activities } = await portal(id).ok('activity/listActivity', { ...page, kind: 'deployment', ...PLACE })
    expect(activities.find(({ action }) => action === 'terminalOpened')).toMatchObject({ actor: `operator ${id}` })
  })

  test('of a virtual node ends with that it runs no processes', async () => {
    const terminal = await open(await bearer())
    expect(await terminal.ended()).toMatchObject({
      type: 'failed',
      code: 30000,
      data: { reason: 'nodeVirtual', params: { node: 'amd-1' } },
    })
    expect(terminal.notices[0]).toMatchObject({ type: 'opened' })
  })

  test('is noted in what happened to the deployment', async () => {
    const { activities } = await portal().ok('activity/listActivity', { ...page, kind: 'deployment', ...PLACE })
    expect(activities.find(({ action }) => action === 'terminalOpened')).toMatchObject({ actor: 'portal', ...PLACE })
  })

  test('of another tenant is not there', async () => {
    const terminal = await open(await bearer(2))
    expect(await terminal.ended()).toMatchObject({ type: 'failed', code: 30000, msg: 'record not found' })
  })

  test('of a node without power ends with what is in the way', async () => {
    await portal().ok('demo/stopVirtualNode', { name: 'amd-1' })
    const end = await (await open(await bearer())).ended()
    expect(end).toMatchObject({ type: 'failed', code: 40000 })
    expect(JSON.stringify(end)).toMatch(/(nodeSilent|tunnelNoRoute).*no route to host/)
  })
})
