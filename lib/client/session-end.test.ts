import { describe, expect, it } from 'vitest'
import { safeNext } from './session-end'

const ORIGIN = 'https://console.example:8443'

describe('safeNext', () => {
  it.each(['/nodes', '/nodes/view?name=a%2Fb', '/images?page=2#x', '/'])('goes back to %s', (next) => {
    expect(safeNext(next, ORIGIN)).toBe(next)
  })

  it.each([
    null,
    '',
    'nodes',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
    '/login?next=/nodes',
    '/login',
    '//',
  ])('does not follow %j', (next) => {
    expect(safeNext(next, ORIGIN)).toBe('/')
  })
})
