import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '@/lib/testing/log'
import { WorkQueue } from './work-queue'

class Outage extends Error {}

/** Work that a test ends by hand. */
class Work {
  begun: string[] = []
  readonly #ends = new Map<string, { done: () => void; fail: (error: unknown) => void }>()

  run = (key: string): Promise<void> => {
    if (this.#ends.has(key)) throw new Error(`${key} is worked on twice at once`)
    this.begun.push(key)
    const ended = new Promise<void>((done, fail) => this.#ends.set(key, { done, fail }))
    return ended.finally(() => this.#ends.delete(key))
  }

  async done(...keys: string[]): Promise<void> {
    for (const key of keys) this.#ends.get(key)?.done()
    await vi.advanceTimersByTimeAsync(0)
  }

  async fail(error: unknown, ...keys: string[]): Promise<void> {
    for (const key of keys) this.#ends.get(key)?.fail(error)
    await vi.advanceTimersByTimeAsync(0)
  }
}

let work: Work
let queue: WorkQueue
function start(concurrency: number): void {
  queue = new WorkQueue({ work: work.run, isOutage: (error) => error instanceof Outage, concurrency, log: silentLog })
  queue.start()
}
beforeEach(() => {
  vi.useFakeTimers()
  work = new Work()
  start(1)
})
afterEach(() => void vi.useRealTimers())
const add = (...keys: string[]) => keys.forEach((key) => queue.add(key))

describe('WorkQueue', () => {
  it('works on the keys in the order in which they came, each once', async () => {
    add('a', 'b', 'c', 'b')
    expect(queue.size).toBe(3)
    for (const key of ['a', 'b', 'c']) await work.done(key)
    expect(work.begun).toEqual(['a', 'b', 'c'])
    expect(queue.size).toBe(0)
  })

  it('waits for its start', async () => {
    queue = new WorkQueue({ work: work.run, isOutage: () => false, concurrency: 1, log: silentLog })
    add('a')
    await work.done()
    expect(work.begun).toEqual([])
    queue.start()
    expect(work.begun).toEqual(['a'])
  })

  it('works on as many at once as it may, and on no key twice at once', async () => {
    start(2)
    add('a', 'b', 'c', 'a', 'a')
    expect(work.begun).toEqual(['a', 'b'])
    await work.done('a')
    expect(work.begun).toEqual(['a', 'b', 'c'])
    await work.done('b')
    expect(work.begun).toEqual(['a', 'b', 'c', 'a'])
    await work.done('c', 'a')
    expect(work.begun).toHaveLength(4)
  })

  it('survives work that throws before it promises anything', async () => {
    let runs = 0
    const failing = () => {
      if (++runs === 1) throw new Error('at once')
      return Promise.resolve()
    }
    queue = new WorkQueue({ work: failing, isOutage: () => false, concurrency: 1, log: silentLog })
    queue.start()
    add('a')
    await vi.advanceTimersByTimeAsync(500)
    expect([runs, queue.size]).toEqual([2, 0])
  })

  describe('a key that fails', () => {
    const wrong = new Error('wrong')

    it('holds nobody up, and comes again after a time that doubles up to five minutes', async () => {
      add('bad', 'good')
      await work.fail(wrong, 'bad')
      expect(work.begun).toEqual(['bad', 'good'])
      await work.done('good')
      for (const [failures, ms] of [
        500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
      ].entries()) {
        await vi.advanceTimersByTimeAsync(0.75 * ms - 1)
        expect(work.begun).toHaveLength(2 + failures)
        await vi.advanceTimersByTimeAsync(0.25 * ms + 1)
        expect(work.begun).toHaveLength(3 + failures)
        await work.fail(wrong, 'bad')
      }
    })

    it('begins with the shortest time after it went well', async () => {
      add('a')
      for (let i = 0; i < 5; i++) {
        await work.fail(wrong, 'a')
        await vi.advanceTimersByTimeAsync(60_000)
      }
      await work.done('a')
      add('a')
      await work.fail(wrong, 'a')
      await vi.advanceTimersByTimeAsync(500)
      expect(work.begun).toHaveLength(8)
    })

    it('is tried at once when something about it changed, while it waits', async () => {
      add('a')
      await work.fail(wrong, 'a')
      add('a')
      expect(work.begun).toEqual(['a', 'a'])
      await work.done('a')
      await vi.advanceTimersByTimeAsync(600_000)
      expect(work.begun).toHaveLength(2)
    })

    it('is tried soon when something about it changed while it was worked on', async () => {
      add('a')
      for (let i = 0; i < 9; i++) {
        await work.fail(wrong, 'a')
        await vi.advanceTimersByTimeAsync(300_000)
      }
      add('a')
      await work.fail(wrong, 'a')
      await vi.advanceTimersByTimeAsync(500)
      expect(work.begun).toHaveLength(11)
    })
  })

  describe('an outage', () => {
    it('lets everybody wait, and goes on in the order that was', async () => {
      start(3)
      add('a', 'b', 'c', 'd', 'e')
      await work.fail(new Outage(), 'c')
      await work.fail(new Outage(), 'a')
      await work.fail(new Outage(), 'b')
      expect(work.begun).toEqual(['a', 'b', 'c'])
      add('b', 'f')
      work.begun = []
      await vi.advanceTimersByTimeAsync(500)
      expect(work.begun).toEqual(['a', 'b', 'c'])
      await work.done('a', 'b', 'c')
      await work.done('d', 'e', 'f')
      expect(work.begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
      expect(queue.size).toBe(0)
    })

    it('is probed at longer and longer intervals, up to ten seconds, and then no longer', async () => {
      add('a')
      for (const ms of [500, 1000, 2000, 4000, 8000, 10_000, 10_000]) {
        const before = work.begun.length
        await work.fail(new Outage(), 'a')
        await vi.advanceTimersByTimeAsync(ms - 1)
        expect(work.begun).toHaveLength(before)
        await vi.advanceTimersByTimeAsync(1)
        expect(work.begun).toHaveLength(before + 1)
      }
      await work.done('a')
      add('a')
      await work.fail(new Outage(), 'a')
      await vi.advanceTimersByTimeAsync(500)
      expect(work.begun).toHaveLength(10)
    })

    it('is no failure of the key’s own', async () => {
      add('a')
      await work.fail(new Outage(), 'a')
      await vi.advanceTimersByTimeAsync(500)
      await work.fail(new Error('wrong'), 'a')
      await vi.advanceTimersByTimeAsync(500)
      expect(work.begun).toHaveLength(3)
    })
  })

  describe('addAfter', () => {
    it('brings a key after a while, once', async () => {
      queue.addAfter('a', 1000)
      queue.addAfter('a', 5000)
      await vi.advanceTimersByTimeAsync(1000)
      await work.done('a')
      await vi.advanceTimersByTimeAsync(10_000)
      expect(work.begun).toEqual(['a'])
    })

    it('is overtaken by add', async () => {
      queue.addAfter('a', 1000)
      add('a')
      await work.done('a')
      await vi.advanceTimersByTimeAsync(1000)
      expect(work.begun).toEqual(['a'])
    })
  })

  describe('stop', () => {
    it('waits for what is under way, and begins nothing more', async () => {
      start(2)
      add('a', 'b', 'c')
      const stopped = vi.fn()
      void queue.stop().then(stopped)
      add('d')
      queue.addAfter('e', 1)
      await work.done('a')
      expect(stopped).not.toHaveBeenCalled()
      await work.fail(new Error('wrong'), 'b')
      expect(stopped).toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(600_000)
      expect(work.begun).toEqual(['a', 'b'])
      expect(vi.getTimerCount()).toBe(0)
    })

    it('is at once where nothing is under way, and leaves no timers', async () => {
      add('a')
      await work.fail(new Outage(), 'a')
      queue.addAfter('b', 1000)
      await queue.stop()
      expect(vi.getTimerCount()).toBe(0)
      await vi.advanceTimersByTimeAsync(10_000)
      expect(work.begun).toEqual(['a'])
    })
  })
})
