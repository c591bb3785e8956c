import { expect, it } from 'vitest'
import { parseQuantity } from './quantity'

it.each([
  ['1', 1],
  ['250m', 0.25],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['64Mi', 67_108_864],
  ['8048996Ki', 8_242_171_904],
  ['2G', 2_000_000_000],
  ['1E', 1e18],
  ['1e3', 1000],
  ['1E3', 1000],
  ['-1', -1],
])('reads %s', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 6)
})

it.each(['', 'x', '2x', '1 Gi', '1mi', '--1', '1Gi2', 'NaN'])('does not take %j for a quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined()
})
