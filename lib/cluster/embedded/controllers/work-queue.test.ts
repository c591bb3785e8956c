import { describe, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { silent } from '../testing'
import { DelayQueue } from './delay-queue'
import { WorkQueue } from './work-queue'

describe('the work queue', () => {
  it('calls once for a key that was added many times, and again for one that is added meanwhile', async () => {
    const calls: string[] = []
    const queue = new WorkQueue(
      'test',
      (key) => {
        calls.push(key)
        if (calls.length === 1) queue.add('a')
      },
      silent,
    )
    for (const key of ['a', 'a', 'b', 'a']) queue.add(key)
    await vi.waitFor(() => expect(calls).toEqual(['a', 'b', 'a']))
    queue.stop()
  })

  it('tries a key again that failed, and none after it was stopped', async () => {
    let failures = 0
    const queue = new WorkQueue(
      'test',
      () => {
        failures += 1
        if (failures < 3) throw new Error('not yet')
      },
      silent,
    )
    queue.add('a')
    await vi.waitFor(() => expect(failures).toBe(3))
    queue.stop()
    queue.add('b')
    await new Promise((resolve) => setImmediate(resolve))
    expect(failures).toBe(3)
  })
})

describe('the delay queue', () => {
  it('makes keys due in the order of their times, each at its earliest', () => {
    vi.useFakeTimers()
    const due: string[] = []
    const queue = new DelayQueue((key) => due.push(key))
    queue.add('late', 300)
    queue.add('soon', 100)
    queue.add('moved', 400)
    queue.add('moved', 200)
    queue.add('moved', 500)
    vi.advanceTimersByTime(250)
    expect(due).toEqual(['soon', 'moved'])
    vi.advanceTimersByTime(1_000)
    expect(due).toEqual(['soon', 'moved', 'late'])
    queue.add('never', 10)
    queue.stop()
    vi.advanceTimersByTime(1_000)
    expect(due).toHaveLength(3)
    vi.useRealTimers()
  })

  it.each([6, -6])('keeps its times when the time of day jumps by %i hours', async (hours) => {
    const due: string[] = []
    const queue = new DelayQueue((key) => due.push(key))
    queue.add('soon', 100)
    queue.add('late', 30_000)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
    try {
      await eventually(() => expect(due).toEqual(['soon']))
    } finally {
      vi.useRealTimers()
      queue.stop()
    }
  })

  it('keeps the order of very many', () => {
    vi.useFakeTimers()
    const due: number[] = []
    const queue = new DelayQueue((key) => due.push(Number(key)))
    for (let index = 0; index < 500; index++) queue.add(String((index * 7919) % 500), (index * 7919) % 500)
    vi.advanceTimersByTime(1_000)
    expect(due).toEqual([...due].sort((a, b) => a - b))
    expect(due).toHaveLength(500)
    queue.stop()
    vi.useRealTimers()
  })
})
