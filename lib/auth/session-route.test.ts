import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '@/lib/app'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { bearer, testApp } from '@/lib/testing/app'
import { handleSession } from './session-route'
import { createFirstUser } from './users'

const URL = 'http://127.0.0.1:3000/api/session'
const RIGHT = { userName: 'admin', password: 'given password' }

let db: Db
let app: App
beforeEach(async () => {
  db = await openScratchDb()
  await createFirstUser(db, RIGHT.password)
  app = testApp({ db })
})
afterEach(async () => {
  vi.useRealTimers()
  await db.close()
})

async function call(method: string, { body, ...headers }: Record<string, string> = {}) {
  const response = await handleSession(
    app,
    new Request(URL, { method, headers, ...(body === undefined ? {} : { body }) }),
  )
  const text = await response.text()
  const answer =
    text === ''
      ? {}
      : (JSON.parse(text) as { code?: number; msg?: string; userName?: string; data?: { seconds: number } })
  return { status: response.status, headers: response.headers, answer, cookie: cookieOf(response) }
}
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const signIn = (credentials: unknown = RIGHT, headers = {}) =>
  call('POST', { body: JSON.stringify(credentials), ...headers })

describe('/api/session', () => {
  it('signs in, tells who is signed in, and signs out', async () => {
    const { status, answer, cookie, headers } = await signIn()
    expect(status).toBe(200)
    expect(answer).toEqual({ userName: 'admin', role: 'admin', clusterId: 0, groupId: 0, userId: 1 })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('set-cookie')).not.toContain('Secure')
    expect((await call('GET', { cookie })).answer).toEqual(answer)
    const out = await call('DELETE', { cookie })
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await call('GET', { cookie })).toMatchObject({ status: 401, answer: { code: 20002 } })
  })

  it('sends the cookie over https alone where the console is reached so', async () => {
    app = testApp({ db, publicUrl: 'https://console.example.com' })
    expect((await signIn()).headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  it('does not tell whether the name or the password was wrong', async () => {
    const wrongPassword = await signIn({ ...RIGHT, password: 'another one' })
    const wrongName = await signIn({ ...RIGHT, userName: 'nobody' })
    expect(wrongPassword.status).toBe(401)
    expect(wrongPassword.cookie).toBe('')
    expect(wrongName.answer).toEqual(wrongPassword.answer)
  })

  it('makes wait after ten failures, even with the right password, until the time is over', async () => {
    for (let i = 0; i < 10; i++) expect((await signIn({ ...RIGHT, password: 'wrong one' })).status).toBe(401)
    const blocked = await signIn()
    expect(blocked).toMatchObject({ status: 429, answer: { code: 20002 } })
    expect(blocked.answer.msg).toMatch(/try again in (299|300) s/)
    expect(blocked.headers.get('retry-after')).toBe(String(blocked.answer.data?.seconds))
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000, toFake: ['Date'] })
    expect((await signIn()).status).toBe(200)
  })

  it('counts those that are made at once', async () => {
    const tried = await Promise.all(Array.from({ length: 50 }, () => signIn({ ...RIGHT, password: 'wrong one' })))
    const statuses = tried.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
  })

  it.each([
    ['{', 'the body is not JSON'],
    ['', 'the body is not JSON'],
    ['[]', 'expected object'],
    ['{"userName":"admin"}', 'password'],
    ['{"userName":"","password":"x"}', 'userName'],
    [JSON.stringify({ userName: 'admin', password: 'x'.repeat(1001) }), 'password'],
  ])('refuses %s', async (body, why) => {
    const { status, answer } = await call('POST', { body })
    expect(status).toBe(400)
    expect(answer.code).toBe(20001)
    expect(answer.msg).toContain(why)
  })

  it('refuses a body that is too large', async () => {
    expect((await call('POST', { body: 'x'.repeat(17_000) })).status).toBe(413)
  })

  it('refuses other sites and other methods', async () => {
    expect(await signIn(RIGHT, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403, cookie: '' })
    expect(await call('PUT', { body: '{}' })).toMatchObject({ status: 404, answer: { code: 10001 } })
  })

  it('signs out whoever is not signed in', async () => {
    expect((await call('DELETE')).status).toBe(204)
    expect((await call('DELETE', { cookie: 'apulisedge_session=unknown' })).status).toBe(204)
  })
})

describe('who is calling', () => {
  const authenticate = (headers: Record<string, string>) => app.auth.authenticate(new Request(URL, { headers }))

  it('is told by a token or by a session, and the token goes first', async () => {
    const { cookie } = await signIn()
    expect(await authenticate({ cookie })).toMatchObject({ via: 'session', tenant: { userId: 1 } })
    expect(await authenticate({ cookie, ...(await bearer(9)) })).toMatchObject({ via: 'jwt', tenant: { userId: 9 } })
  })

  it.each([
    [{}, 'Cannot authorize'],
    [{ authorization: 'Basic YTpi' }, 'Cannot authorize: send Authorization: Bearer <token>'],
    [{ authorization: 'Bearer' }, 'Cannot authorize: send Authorization: Bearer <token>'],
    [{ authorization: 'Bearer a b' }, 'Cannot authorize: send Authorization: Bearer <token>'],
    [{ authorization: 'Bearer a.b.c' }, 'Cannot authorize: the token is not valid'],
    [{ cookie: 'apulisedge_session=x' }, 'Cannot authorize: the session has ended, sign in again'],
  ])('is unknown with %j', async (headers: Record<string, string>, message) => {
    await expect(authenticate(headers)).rejects.toMatchObject({ code: 20002, httpStatus: 401, message })
  })

  it('is unknown where another site sends the cookie', async () => {
    const { cookie } = await signIn()
    await expect(authenticate({ cookie, 'sec-fetch-site': 'cross-site' })).rejects.toMatchObject({ code: 20002 })
  })

  it('may write bearer as it likes', async () => {
    const { authorization } = await bearer()
    expect(await authenticate({ authorization: authorization.replace('Bearer ', 'bearer   ') })).toMatchObject({
      via: 'jwt',
    })
  })
})
