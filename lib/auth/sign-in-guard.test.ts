import { describe, expect, it } from 'vitest'
import { SignInGuard } from './sign-in-guard'

const WINDOW_MS = 5 * 60_000
const home = { userName: 'anna', address: '192.0.2.1' }
const attacker = { userName: 'anna', address: '198.51.100.1' }

function afterFailures(count: number, of: (index: number) => typeof home) {
  const guard = new SignInGuard()
  for (let i = 0; i < count; i++) guard.begin(of(i), 0)
  return guard
}

describe('SignInGuard', () => {
  it('makes wait who tries one name ten times, and not the one whose name it is', () => {
    const guard = afterFailures(10, () => attacker)
    expect(guard.waitMs(attacker, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs(attacker, WINDOW_MS)).toBe(0)
    expect(guard.waitMs(home, 0)).toBe(0)
    expect(guard.waitMs({ ...attacker, userName: 'bob' }, 0)).toBe(0)
  })

  it('makes wait who tries many names from one address', () => {
    const guard = afterFailures(50, (i) => ({ userName: `name-${i}`, address: attacker.address }))
    expect(guard.waitMs({ userName: 'another', address: attacker.address }, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs(home, 0)).toBe(0)
  })

  it('makes wait who tries one name from many addresses, but not where its user was before', () => {
    const guard = afterFailures(0, () => home)
    guard.succeeded(home)
    for (let i = 0; i < 200; i++) guard.begin({ userName: 'anna', address: `198.51.100.${i}` }, 0)
    expect(guard.waitMs({ userName: 'anna', address: '203.0.113.9' }, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs(home, 0)).toBe(0)
    for (let i = 0; i < 10; i++) guard.begin(home, 0)
    expect(guard.waitMs(home, 0)).toBe(WINDOW_MS)
  })

  it('forgets the failures of a pair when it succeeds, and not those of the address', () => {
    const guard = afterFailures(48, (i) => (i < 8 ? home : { userName: `name-${i}`, address: home.address }))
    guard.begin(home, 0)
    guard.succeeded(home)
    for (let i = 0; i < 2; i++) expect(guard.begin(home, 0)).toBe(0)
    expect(guard.waitMs(home, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs({ ...home, address: '192.0.2.2' }, 0)).toBe(0)
  })

  it('counts attempts from their beginning on, and not those that came to nothing', () => {
    const guard = afterFailures(9, () => home)
    expect(guard.begin(home, 0)).toBe(0)
    expect(guard.begin(home, 0)).toBe(WINDOW_MS)
    guard.takeBack(home)
    expect(guard.begin(home, 0)).toBe(0)
  })

  it('takes an IPv6 network of 64 bits for one address', () => {
    const guard = afterFailures(10, (i) => ({ userName: 'anna', address: `2001:db8::${i}` }))
    expect(guard.waitMs({ userName: 'anna', address: '2001:0db8:0:0:ffff::1' }, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs({ userName: 'anna', address: '2001:db8:0:1::1' }, 0)).toBe(0)
  })

  it('counts by name where no address is known, and never by no address', () => {
    const guard = afterFailures(60, (i) => ({ userName: i < 10 ? 'anna' : `name-${i}`, address: '' }))
    expect(guard.waitMs({ userName: 'anna', address: '' }, 0)).toBe(WINDOW_MS)
    expect(guard.waitMs({ userName: 'bob', address: '' }, 0)).toBe(0)
  })
})
