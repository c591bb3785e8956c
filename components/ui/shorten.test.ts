import { describe, expect, it } from 'vitest'
import { shortenMiddle } from './shorten'

describe('shortenMiddle', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly-10', 10, 'exactly-10'],
    ['sha256:0123456789abcdef', 11, 'sha25…bcdef'],
    ['abcdef', 4, 'ab…f'],
    ['🦀🦀🦀🦀🦀🦀', 5, '🦀🦀…🦀🦀'],
    ['', 5, ''],
  ])('makes %s at most %i characters', (text, maxLength, expected) => {
    expect(shortenMiddle(text, maxLength)).toBe(expected)
    expect(Array.from(shortenMiddle(text, maxLength)).length).toBeLessThanOrEqual(maxLength)
  })
})
