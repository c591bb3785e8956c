import { describe, expect, it } from 'vitest'
import { Turns } from './turns'

/** Work that lasts until it is told to end. */
function works(count: number) {
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (index: number) => () => {
    begun.push(index)
    return new Promise<number>((resolve) => (ends[index] = () => resolve(index)))
  }
  return { begun, end: (index: number) => ends[index]?.(), works: Array.from({ length: count }, (_, i) => work(i)) }
}

describe('Turns', () => {
  it('lets as many at once as it may, the others after them in their order, and refuses who is too many', async () => {
    const turns = new Turns(2, 2)
    const { begun, end, works: all } = works(5)
    const taken = all.map((work) => turns.take(work))
    expect(begun).toEqual([0, 1])
    expect(taken.map((one) => one !== undefined)).toEqual([true, true, true, true, false])
    end(1)
    expect(await taken[1]).toBe(1)
    expect(begun).toEqual([0, 1, 2])
    end(0)
    end(2)
    await taken[2]
    end(3)
    for (const [index, one] of taken.slice(0, 4).entries()) expect(await one).toBe(index)
  })

  it('gives the turn on where work fails', async () => {
    const turns = new Turns(1, 1)
    const failing = turns.take(() => Promise.reject(new Error('no')))
    const next = turns.take(() => Promise.resolve('done'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('done')
    expect(await turns.take(() => Promise.resolve('again'))).toBe('again')
  })
})
