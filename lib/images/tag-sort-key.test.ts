import { describe, expect, test } from 'vitest'
import { tagSortKey } from './tag-sort-key'

const byKey = (tags: string[]) =>
  [...tags].sort((a, b) => (tagSortKey(a) < tagSortKey(b) ? -1 : Number(tagSortKey(a) > tagSortKey(b))))

describe('tags in the order of their keys', () => {
  test.each([
    ['numbers as numbers', ['1.9', '1.10', '2.0', '10.0']],
    ['with and without a v', ['v1.9', '1.10', 'v1.11']],
    ['pre-releases before their release', ['1.0-alpha', '1.0-alpha.1', '1.0-beta', '1.0-rc.2', '1.0-rc.10', '1.0']],
    ['pre-releases without a separator', ['1.2rc1', '1.2rc2', '1.2', '1.3b1']],
    ['fewer parts before more', ['1', '1.0', '1.0.0', '1.0.1']],
    ['variants beside their version', ['1.25-alpine', '1.25', '1.26-alpine', '1.26']],
    ['dates', ['20240131', '20241001', '20250101']],
    ['leading zeros', ['1.02', '1.3', '1.010']],
    ['numbers too large for a double', ['1.99999999999999999998', '1.99999999999999999999']],
    ['names before versions, case aside', ['edge', 'Latest', 'main', '0.1']],
    ['numbers within names', ['build-9', 'build-10', 'build-10a']],
    ['commits as names, not as versions', ['3f2a91c', 'abc', '0.1']],
  ])('%s', (_, tags) => {
    expect(byKey(tags)).toEqual(tags)
    expect(byKey([...tags].reverse())).toEqual(tags)
  })
})

test('equal versions have equal keys', () => {
  expect(tagSortKey('v1.0')).toBe(tagSortKey('1.0'))
  expect(tagSortKey('V1.0')).toBe(tagSortKey('v1.0'))
})

test('a key has only what every collation orders alike, and is there for any tag', () => {
  for (const tag of ['', '_', '1.', '1..2', '-1', 'v', 'A.B_c-1', 'x'.repeat(128), '9'.repeat(128)]) {
    expect(tagSortKey(tag)).toMatch(/^[0-9a-f]+$/)
  }
})
