import { describe, expect, it } from 'vitest'
import { TransferRate } from './transfer-rate'

const rateOf = (...samples: [number, number][]) => {
  const rate = new TransferRate()
  for (const [at, bytes] of samples) rate.add(bytes, at)
  return rate.bytesPerSecond
}

describe('the rate of a transfer', () => {
  it('is not known before there is a second of it', () => {
    expect(rateOf()).toBeUndefined()
    expect(rateOf([0, 0], [900, 5000])).toBeUndefined()
  })

  it('is that of the last seconds', () => {
    expect(rateOf([0, 0], [1000, 500], [2000, 1000])).toBe(500)
    expect(rateOf([0, 0], [10_000, 100_000], [15_000, 100_500], [16_000, 100_600])).toBe(100)
  })

  it('begins anew where the transfer does', () => {
    expect(rateOf([0, 0], [5000, 5000], [6000, 0], [8000, 400])).toBe(200)
  })
})
