import { createHmac, generateKeyPairSync } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JwtVerifier, signToken } from './jwt'

const SECRET = 'a key that portals share'
const key = (secret = SECRET) => new TextEncoder().encode(secret)
const sign = (claims: Record<string, unknown>, secret = SECRET, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key(secret))
const ANNA = { uid: 7, userName: 'anna' }
const unauthorized = (message: string | RegExp) =>
  expect.objectContaining({
    code: 20002,
    httpStatus: 401,
    message: expect.stringMatching(message) as string,
  }) as Error

describe('JwtVerifier', () => {
  let verifier: JwtVerifier
  beforeEach(() => {
    verifier = new JwtVerifier(SECRET)
  })
  afterEach(() => void vi.useRealTimers())

  it('maps uid to the tenant (0, 0, uid)', async () => {
    expect(await verifier.verify(await signToken(SECRET, ANNA, '1h'))).toEqual({
      tenant: { clusterId: 0, groupId: 0, userId: 7 },
      userName: 'anna',
      role: 'admin',
      via: 'jwt',
    })
  })

  it('takes clusterId and groupId where they are claimed, and a token without exp', async () => {
    const caller = await verifier.verify(await sign({ ...ANNA, uid: 0, clusterId: 3, groupId: 5, iss: 'x' }))
    expect(caller.tenant).toEqual({ clusterId: 3, groupId: 5, userId: 0 })
  })

  it.each([
    ['no uid', { userName: 'a' }, /uid/],
    ['a uid as text', { uid: '7', userName: 'a' }, /uid/],
    ['a negative uid', { uid: -1, userName: 'a' }, /uid/],
    ['a fraction', { uid: 1.5, userName: 'a' }, /uid/],
    ['more than the database holds', { uid: 2 ** 31, userName: 'a' }, /uid/],
    ['no userName', { uid: 1 }, /userName/],
    ['a userName that is no text', { uid: 1, userName: 5 }, /userName/],
    ['a clusterId that is no number', { ...ANNA, clusterId: 'x' }, /clusterId/],
    ['a negative groupId', { ...ANNA, groupId: -3 }, /groupId/],
  ])('refuses %s and names the claim', async (_, claims, message) => {
    await expect(verifier.verify(await sign(claims))).rejects.toEqual(unauthorized(message))
  })

  it('refuses alg none', async () => {
    const token = new UnsecuredJWT(ANNA).encode()
    await expect(verifier.verify(token)).rejects.toEqual(unauthorized('not valid'))
  })

  it.each(['HS384', 'HS512'])('refuses %s, though the key is right', async (alg) => {
    const token = await sign(ANNA, SECRET, alg)
    await expect(verifier.verify(token)).rejects.toEqual(unauthorized('not valid'))
  })

  it('refuses RS256', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const token = await new SignJWT(ANNA).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
    await expect(verifier.verify(token)).rejects.toEqual(unauthorized('not valid'))
  })

  it('refuses a token whose header was changed after it was signed', async () => {
    const [, payload = '', signature = ''] = (await sign(ANNA)).split('.')
    const header = Buffer.from('{"alg":"none"}').toString('base64url')
    await expect(verifier.verify(`${header}.${payload}.${signature}`)).rejects.toEqual(unauthorized('not valid'))
    await expect(verifier.verify(`${header}.${payload}.`)).rejects.toEqual(unauthorized('not valid'))
  })

  it('refuses another key', async () => {
    await expect(verifier.verify(await sign(ANNA, 'another key altogether'))).rejects.toEqual(unauthorized('not valid'))
  })

  it.each(['', 'x', 'a.b.c', '..', 'ü.ü.ü', 'e30.e30.e30'])('refuses %j, which is no token', async (token) => {
    await expect(verifier.verify(token)).rejects.toEqual(unauthorized('not valid'))
  })

  it('refuses a payload that is no object', async () => {
    const signed = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('[1]').toString('base64url')}`
    const signature = createHmac('sha256', SECRET).update(signed).digest('base64url')
    await expect(verifier.verify(`${signed}.${signature}`)).rejects.toEqual(unauthorized('not valid'))
  })

  it('refuses an expired token, and one that is not valid yet', async () => {
    const now = Math.floor(Date.now() / 1000)
    await expect(verifier.verify(await sign({ ...ANNA, exp: now - 1 }))).rejects.toEqual(unauthorized('has expired'))
    await expect(verifier.verify(await sign({ ...ANNA, nbf: now + 60 }))).rejects.toEqual(unauthorized('not valid'))
  })

  it('does not remember a token beyond its end', async () => {
    // A token's times are whole seconds: from the middle of one there is room on either side.
    vi.useFakeTimers({ now: Math.floor(Date.now() / 1000) * 1000 + 500, toFake: ['Date'] })
    const token = await signToken(SECRET, ANNA, '10s')
    await verifier.verify(token)
    vi.setSystemTime(Date.now() + 9000)
    expect((await verifier.verify(token)).userName).toBe('anna')
    vi.setSystemTime(Date.now() + 2000)
    await expect(verifier.verify(token)).rejects.toEqual(unauthorized('has expired'))
  })

  it('does not take a remembered token for another with the same claims', async () => {
    const token = await sign(ANNA)
    await verifier.verify(token)
    await expect(verifier.verify(`${token.slice(0, -2)}AA`)).rejects.toEqual(unauthorized('not valid'))
  })
})
