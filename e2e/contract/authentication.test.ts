import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { describe, expect, test } from 'vitest'
import { bothShapesOf, envelopeOf, readAnswer, type Answer } from '../harness/answer'
import { suiteConsole } from '../harness/console'
import { API, message, signToken, type PortalOptions } from '../harness/portal'

const theConsole = suiteConsole()
const page = { pageNum: 1, pageSize: 100 }
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600

async function withHeaders(headers: Record<string, string>, path = 'node/listNode'): Promise<Answer> {
  const body = JSON.stringify(message(page))
  return readAnswer(await fetch(`${theConsole().url}${API}${path}`, { method: 'POST', body, headers }))
}

const withToken = (token: string) => withHeaders({ authorization: `Bearer ${token}` })

function expectUnauthorized(answer: Answer): string {
  expect(answer.status, answer.text).toBe(401)
  const { content } = bothShapesOf(answer)
  expect(content.code).toBe(20002)
  return content.msg
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('says `Cannot authorize` without a header, in both shapes', async () => {
  expect(expectUnauthorized(await withHeaders({}))).toBe('Cannot authorize')
})

test('says it for an upload too', async () => {
  expect(expectUnauthorized(await withHeaders({}, 'image/uploadImage'))).toBe('Cannot authorize')
})

test('does not read the body before it knows who calls', async () => {
  const response = await fetch(`${theConsole().url}${API}node/listNode`, { method: 'POST', body: 'no JSON' })
  expect(expectUnauthorized(await readAnswer(response))).toBe('Cannot authorize')
})

test.each([
  ['Basic YWRtaW46YWRtaW4='],
  ['Bearer'],
  ['Bearer '],
  ['Bearer a b'],
  ['Bearer not-a-token'],
  ['Bearer a.b.c'],
  ['Bearer ..'],
  ['Token abc'],
  ['null'],
])('refuses the header %j', async (authorization) => {
  expect(expectUnauthorized(await withHeaders({ authorization }))).toMatch(/^Cannot authorize: /)
})

describe('a token', () => {
  const claims = { uid: 7, userName: 'portal' }

  test('of algorithm none is refused', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      const unsigned = `${base64url({ alg, typ: 'JWT' })}.${base64url({ ...claims, exp: inAnHour() })}.`
      expectUnauthorized(await withToken(unsigned))
    }
  })

  test.each(['HS384', 'HS512'])('of %s with the right key is refused', async (alg) => {
    expectUnauthorized(await withToken(await signToken(theConsole().jwtSecret, claims, alg)))
  })

  test('of RS256 is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setExpirationTime('1h')
      .sign(privateKey)
    expectUnauthorized(await withToken(signed))
  })

  test('signed with another key is refused', async () => {
    expectUnauthorized(await withToken(await signToken('another key of some length', claims)))
  })

  test('that was changed after it was signed is refused', async () => {
    const [head, , signature] = (await signToken(theConsole().jwtSecret, claims)).split('.')
    const forged = base64url({ uid: 1, userName: 'admin', exp: inAnHour() })
    expectUnauthorized(await withToken(`${head}.${forged}.${signature}`))
  })

  test('that has expired is refused, and says so', async () => {
    const exp = Math.floor(Date.now() / 1000) - 10
    const msg = expectUnauthorized(await withToken(await signToken(theConsole().jwtSecret, { ...claims, exp })))
    expect(msg).toContain('expired')
  })

  test('is refused from the second on in which it expires', async () => {
    const token = await signToken(theConsole().jwtSecret, { ...claims, exp: Math.floor(Date.now() / 1000) + 3 })
    expect((await withToken(token)).status).toBe(200)
    await expect.poll(async () => (await withToken(token)).status, { timeout: 8000 }).toBe(401)
  })

  const wrong: [string, JWTPayload][] = [
    ['no uid', { userName: 'portal' }],
    ['a text as uid', { uid: '7', userName: 'portal' }],
    ['a negative uid', { uid: -1, userName: 'portal' }],
    ['a fraction as uid', { uid: 1.5, userName: 'portal' }],
    ['a uid past 32 bits', { uid: 2 ** 31, userName: 'portal' }],
    ['null as uid', { uid: null, userName: 'portal' }],
    ['no userName', { uid: 7 }],
    ['a number as userName', { uid: 7, userName: 7 }],
    ['a text as clusterId', { uid: 7, userName: 'portal', clusterId: '0' }],
    ['a negative groupId', { uid: 7, userName: 'portal', groupId: -1 }],
  ]
  test.each(wrong)('with %s is refused', async (_, payload) => {
    expectUnauthorized(await withToken(await signToken(theConsole().jwtSecret, payload)))
  })

  test('of uid 0 is accepted', async () => {
    expect((await withToken(await signToken(theConsole().jwtSecret, { uid: 0, userName: '' }))).status).toBe(200)
  })

  test('may come with "bearer" in any case', async () => {
    const token = await signToken(theConsole().jwtSecret, claims)
    expect((await withHeaders({ authorization: `bearer ${token}` })).status).toBe(200)
  })
})

describe('the tenant', () => {
  const tenants: PortalOptions[] = [
    { uid: 41 },
    { uid: 42 },
    { uid: 41, clusterId: 1 },
    { uid: 41, groupId: 1 },
    { uid: 41, clusterId: 1, groupId: 1 },
  ]

  test('is the triple of the claims, and records show it', async () => {
    for (const { uid, clusterId = 0, groupId = 0 } of tenants) {
      const portal = theConsole().portal({ uid, clusterId, groupId })
      const { node } = await portal.ok('node/createNode', { name: `triple-${randomUUID()}`, nodeType: 'Generic' })
      expect(node).toMatchObject({ clusterId, groupId, userId: uid })
    }
  })

  test('sees and names only what is its own', async () => {
    const name = `one-each-${randomUUID()}`
    const ids: number[] = []
    for (const who of tenants) {
      const { node } = await theConsole().portal(who).ok('node/createNode', { name, nodeType: 'Generic' })
      ids.push(node.id)
    }
    expect(new Set(ids).size).toBe(tenants.length)
    for (const [index, who] of tenants.entries()) {
      const { total, nodes } = await theConsole()
        .portal(who)
        .ok('node/listNode', { ...page, search: name })
      expect(nodes.map(({ id }) => id)).toEqual([ids[index]])
      expect(total).toBe(1)
    }
  })

  test('leaves another one’s records alone', async () => {
    const name = `taken-away-${randomUUID()}`
    const [mine, other] = [theConsole().portal({ uid: 51 }), theConsole().portal({ uid: 52 })]
    await mine.ok('node/createNode', { name, nodeType: 'Generic' })
    expect(await other.refusal('node/desNode', { name })).toMatchObject({
      status: 400,
      code: 30000,
      msg: 'record not found',
    })
    expect(await other.refusal('node/deleteNode', { name })).toMatchObject({ code: 30000, msg: 'record not found' })
    expect(await other.refusal('node/scripts', { name, arch: 'amd64' })).toMatchObject({ msg: 'record not found' })
    expect((await mine.ok('node/desNode', { name })).node.status).toBe('NotInstalled')
  })
})

test('two portals with the same claims are the same tenant', async () => {
  const name = `shared-${randomUUID()}`
  await theConsole().portal({ uid: 60, userName: 'one' }).ok('node/createNode', { name, nodeType: 'Generic' })
  const answer = await theConsole().portal({ uid: 60, userName: 'two' }).call('node/desNode', { name })
  expect(envelopeOf(answer).content.code).toBe(0)
})
