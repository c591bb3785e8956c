import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bothShapesOf, envelopeOf, readAnswer, type Answer } from '../harness/answer'
import { suiteConsole } from '../harness/console'
import { API, message } from '../harness/portal'

const theConsole = suiteConsole()
const session = (init: RequestInit) => fetch(`${theConsole().url}/api/session`, init)

function signIn(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return session({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers })
}

const right = () => ({ userName: 'admin', password: theConsole().adminPassword })

async function callWith(
  headers: Record<string, string>,
  path = 'node/listNode',
  content: unknown = { pageNum: 1, pageSize: 10 },
): Promise<Answer> {
  const body = JSON.stringify(message(content))
  return readAnswer(await fetch(`${theConsole().url}${API}${path}`, { method: 'POST', body, headers }))
}

describe('signing in', () => {
  test('answers who one is and sets a cookie that scripts and other sites do not get', async () => {
    const response = await signIn(right())
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ userName: 'admin', role: 'admin', clusterId: 0, groupId: 0, userId: 1 })
    expect(response.headers.get('cache-control')).toBe('no-store')
    const cookies = response.headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    const [value, ...attributes] = (cookies[0] ?? '').split('; ')
    expect(value).toMatch(/^[a-z_]+=[A-Za-z0-9_-]{40,}$/)
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']))
    expect(attributes).not.toContain('Secure') // http: a browser would drop it
  })

  test('gives every session a token of its own', async () => {
    expect(new Set([await theConsole().signIn(), await theConsole().signIn(), await theConsole().signIn()]).size).toBe(
      3,
    )
  })

  test.each([
    ['a wrong password', () => ({ userName: 'admin', password: 'wrong password' })],
    ['an unknown name', () => ({ userName: 'nobody', password: theConsole().adminPassword })],
    ['the name in capitals', () => ({ userName: 'ADMIN', password: theConsole().adminPassword })],
    ['a password with a blank more', () => ({ userName: 'admin', password: `${theConsole().adminPassword} ` })],
  ])('refuses %s without telling which of the two was wrong', async (_, credentials) => {
    const response = await signIn(credentials())
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toEqual({ code: 20002, msg: 'the name or the password is wrong' })
  })

  test.each([
    ['nothing', ''],
    ['no JSON', 'userName=admin'],
    ['no object', '[]'],
    ['no password', { userName: 'admin' }],
    ['an empty name', { userName: '', password: 'x' }],
    ['a number as password', { userName: 'admin', password: 12345678 }],
    ['a list as name', { userName: ['admin'], password: 'x' }],
    ['a very long password', { userName: 'admin', password: 'x'.repeat(1001) }],
  ])('refuses %s with 20001', async (_, body) => {
    const response = await signIn(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 20001 })
  })

  test('refuses a body of 1 MiB', async () => {
    const response = await signIn({ ...right(), padding: 'x'.repeat(1 << 20) })
    expect(response.status).toBe(413)
  })

  test('makes who guesses wait, and lets others in meanwhile', async () => {
    let last = 0
    for (let guess = 0; guess < 30 && last !== 429; guess++) {
      last = (await signIn({ userName: 'guessed', password: `guess ${guess}` })).status
    }
    expect(last).toBe(429)
    expect((await signIn(right())).status).toBe(200)
  })
})

test('a session is the tenant (0, 0, uid), the same as a token’s', async () => {
  const cookie = await theConsole().signIn()
  const name = `by-session-${randomUUID()}`
  const answer = await callWith({ cookie }, 'node/createNode', { name, nodeType: 'Generic' })
  expect(envelopeOf(answer).content).toMatchObject({ code: 0, data: { node: { clusterId: 0, groupId: 0, userId: 1 } } })
  expect((await theConsole().portal({ uid: 1 }).ok('node/desNode', { name })).node.name).toBe(name)
  expect(await theConsole().portal({ uid: 2 }).refusal('node/desNode', { name })).toMatchObject({
    msg: 'record not found',
  })
})

test('GET tells who is signed in, by cookie or by token', async () => {
  const me = { userName: 'admin', role: 'admin', clusterId: 0, groupId: 0, userId: 1 }
  expect(await (await session({ headers: { cookie: await theConsole().signIn() } })).json()).toEqual(me)
  const authorization = `Bearer ${await theConsole().portal({ uid: 9, groupId: 3 }).token()}`
  expect(await (await session({ headers: { authorization } })).json()).toMatchObject({ groupId: 3, userId: 9 })
  const nobody = await session({})
  expect(nobody.status).toBe(401)
  expect(await nobody.json()).toEqual({ code: 20002, msg: 'Cannot authorize' })
})

describe('signing out', () => {
  test('ends the session at once, and only that one', async () => {
    const [gone, stays] = [await theConsole().signIn(), await theConsole().signIn()]
    expect((await callWith({ cookie: gone })).status).toBe(200)
    const response = await session({ method: 'DELETE', headers: { cookie: gone } })
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()[0]).toMatch(/^apulisedge_session=;.*Max-Age=0/)
    const answer = await callWith({ cookie: gone })
    expect(answer.status).toBe(401)
    expect(bothShapesOf(answer).content.code).toBe(20002)
    expect((await callWith({ cookie: stays })).status).toBe(200)
  })

  test('may be done twice, and without a session', async () => {
    const cookie = await theConsole().signIn()
    for (const headers of [{ cookie }, { cookie }, {}] as Record<string, string>[]) {
      expect((await session({ method: 'DELETE', headers })).status).toBe(204)
    }
  })
})

test('a session outlives a restart', async () => {
  const cookie = await theConsole().signIn()
  await theConsole().restart()
  expect((await callWith({ cookie })).status).toBe(200)
})

test.each([
  ['apulisedge_session='],
  ['apulisedge_session=made-up'],
  [`apulisedge_session=${'x'.repeat(4000)}`],
  ['other=1'],
])('the cookie %.40s opens nothing', async (cookie) => {
  const answer = await callWith({ cookie })
  expect(answer.status).toBe(401)
  expect(bothShapesOf(answer).content.code).toBe(20002)
})

describe('another site', () => {
  const foreign = [
    ['an Origin of another host', { origin: 'https://evil.example' }],
    ['an Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['no Origin to speak of', { origin: 'null' }],
    ['Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }],
  ] as const

  test.each(foreign)('cannot use a session: %s', async (_, headers) => {
    const cookie = await theConsole().signIn()
    const answer = await callWith({ cookie, ...headers }, 'node/createNode', { name: 'forged', nodeType: 'Generic' })
    expect(answer.status).toBe(401)
    expect(bothShapesOf(answer).content.code).toBe(20002)
    expect(await theConsole().portal({ uid: 1 }).refusal('node/desNode', { name: 'forged' })).toMatchObject({
      msg: 'record not found',
    })
  })

  test.each(foreign)('cannot sign in: %s', async (_, headers) => {
    const response = await signIn(right(), headers)
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test.each(foreign)('cannot sign out: %s', async (_, headers) => {
    const cookie = await theConsole().signIn()
    expect((await session({ method: 'DELETE', headers: { cookie, ...headers } })).status).toBe(403)
    expect((await callWith({ cookie })).status).toBe(200)
  })

  test('can use its own token: that is sent on purpose', async () => {
    const authorization = `Bearer ${await theConsole().portal({ uid: 1 }).token()}`
    expect((await callWith({ authorization, origin: 'https://portal.example' })).status).toBe(200)
  })

  test('is told from our own pages', async () => {
    const cookie = await theConsole().signIn()
    expect((await callWith({ cookie, origin: theConsole().url })).status).toBe(200)
    expect((await callWith({ cookie, 'sec-fetch-site': 'same-origin', origin: theConsole().url })).status).toBe(200)
  })
})

test('a wrong token is not made good by a session', async () => {
  const cookie = await theConsole().signIn()
  expect((await callWith({ cookie, authorization: 'Bearer made.up.token' })).status).toBe(401)
})

test.each(['PUT', 'PATCH'])('%s /api/session is not there', async (method) => {
  expect((await session({ method, headers: { cookie: await theConsole().signIn() } })).status).toBe(404)
})
