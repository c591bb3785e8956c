import { describe, expect, it } from 'vitest'
import { FailedAttempts } from './attempts'

const MINUTE = 60_000

function failing(times: number, now = 0) {
  const attempts = new FailedAttempts(10)
  for (let i = 0; i < times; i++) attempts.failed('anna', now)
  return attempts
}

describe('FailedAttempts', () => {
  it('lets ten attempts fail, then makes wait until the window is over', () => {
    expect(failing(9).waitMs('anna', 0)).toBe(0)
    const attempts = failing(10)
    expect(attempts.waitMs('anna', 0)).toBe(5 * MINUTE)
    expect(attempts.waitMs('anna', 4 * MINUTE)).toBe(MINUTE)
    expect(attempts.waitMs('anna', 5 * MINUTE)).toBe(0)
    expect(attempts.waitMs('anna', 500 * MINUTE)).toBe(0)
  })

  it('counts each key by itself', () => {
    expect(failing(50).waitMs('bob', 0)).toBe(0)
  })

  it('forgets the failures after a success', () => {
    const attempts = failing(10)
    attempts.succeeded('anna')
    expect(attempts.waitMs('anna', 0)).toBe(0)
    attempts.failed('anna', 0)
    expect(attempts.waitMs('anna', 0)).toBe(0)
  })

  it('begins to count anew after the window', () => {
    const attempts = failing(10)
    attempts.failed('anna', 6 * MINUTE)
    expect(attempts.waitMs('anna', 6 * MINUTE)).toBe(0)
  })

  it('stays bounded, and still counts, when a million names are tried', () => {
    const attempts = new FailedAttempts(10)
    for (let i = 0; i < 120_000; i++) attempts.failed(`name-${i}`, 0)
    for (let i = 0; i < 10; i++) attempts.failed('anna', 0)
    expect(attempts.waitMs('anna', 0)).toBe(5 * MINUTE)
  })
})
