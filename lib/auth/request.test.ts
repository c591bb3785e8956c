import { describe, expect, it } from 'vitest'
import { endedSessionCookie, readSessionCookie, sessionCookie } from './cookie'
import { isSameOrigin } from './origin'
import { isRole, mayAct, ROLES } from './role'

const request = (headers: Record<string, string>) => new Request('http://console.example.com/x', { headers })

describe('the session’s cookie', () => {
  it('is found among others', () => {
    expect(readSessionCookie(request({ cookie: 'a=1; apulisedge_session=tok-en_1; b=2' }))).toBe('tok-en_1')
  })
  it.each(['', 'apulisedge_session=', 'xapulisedge_session=t', 'apulisedge_session', '=;;='])(
    'is not in %j',
    (cookie) => {
      expect(readSessionCookie(request({ cookie }))).toBeUndefined()
    },
  )
  it('is read by nobody but the server, and sent by no other site', () => {
    const cookie = sessionCookie('tok', false)
    expect(cookie).toBe('apulisedge_session=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800')
    expect(sessionCookie('tok', true)).toBe(`${cookie}; Secure`)
    expect(endedSessionCookie()).toContain('Max-Age=0')
  })
})

describe('isSameOrigin', () => {
  it.each([
    ['a program without either header', {}, true],
    ['our page', { 'sec-fetch-site': 'same-origin' }, true],
    ['typed by the user', { 'sec-fetch-site': 'none' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['another origin on our site', { 'sec-fetch-site': 'same-site' }, false],
    [
      'what the browser says over what Origin says',
      { 'sec-fetch-site': 'cross-site', origin: 'http://h', host: 'h' },
      false,
    ],
    ['an old browser on our page', { origin: 'http://h:3000', host: 'h:3000' }, true],
    ['an old browser on another port', { origin: 'http://h:3001', host: 'h:3000' }, false],
    ['an old browser elsewhere', { origin: 'https://evil.example.com', host: 'h' }, false],
    ['a sandboxed page', { origin: 'null', host: 'h' }, false],
    [
      'a proxy that tells the host',
      { origin: 'https://console.io', host: '10.0.0.1', 'x-forwarded-host': 'console.io' },
      true,
    ],
  ])('%s', (_, headers: Record<string, string>, expected) => {
    expect(isSameOrigin(request(headers))).toBe(expected)
  })
})

describe('roles', () => {
  it('each may do what the ones before it may', () => {
    const allowed = ROLES.map((has) => ROLES.map((needs) => mayAct(has, needs)))
    expect(allowed).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ])
  })
  it('are known by name', () => {
    expect(isRole('viewer')).toBe(true)
    expect(isRole('root')).toBe(false)
  })
})
