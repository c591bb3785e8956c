import { describe, expect, it } from 'vitest'
import { KeyedMutex } from './keyed-mutex'

/** Work that goes on until it is told to end. */
function held(mutex: KeyedMutex, keys: string[], signal?: AbortSignal) {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  const state = { begun: false }
  const work = () => {
    state.begun = true
    return ended
  }
  return { state, run: mutex.run(keys, work, signal), end: () => end() }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('KeyedMutex', () => {
  it('lets one work at a time on each of its keys, in the order of asking', async () => {
    const mutex = new KeyedMutex()
    const first = held(mutex, ['a', 'b'])
    const second = held(mutex, ['b', 'c'])
    const third = held(mutex, ['c', 'a'])
    await settle()
    expect([first, second, third].map(({ state }) => state.begun)).toEqual([true, false, false])
    expect(await mutex.run(['d'], () => Promise.resolve('another key'))).toBe('another key')
    for (const [now, next] of [
      [first, second],
      [second, third],
    ] as const) {
      now.end()
      await now.run
      await settle()
      expect(next.state.begun).toBe(true)
    }
    third.end()
    await third.run
  })

  it('is free again after work that fails', async () => {
    const mutex = new KeyedMutex()
    await expect(mutex.run(['a'], () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
    expect(await mutex.run(['a'], () => Promise.resolve('free'))).toBe('free')
  })

  it('lets who waits give up, and nobody in before the turn', async () => {
    const mutex = new KeyedMutex()
    const controller = new AbortController()
    const first = held(mutex, ['a'])
    const second = held(mutex, ['a', 'b'], controller.signal)
    const third = held(mutex, ['b', 'a'])
    controller.abort(new Error('gone'))
    await expect(second.run).rejects.toThrow('gone')
    await settle()
    expect(third.state.begun).toBe(false)
    first.end()
    await first.run
    await settle()
    expect([second.state.begun, third.state.begun]).toEqual([false, true])
    third.end()
    await third.run
  })

  it('does not break work off', async () => {
    const controller = new AbortController()
    const first = held(new KeyedMutex(), ['a'], controller.signal)
    await settle()
    controller.abort()
    first.end()
    await expect(first.run).resolves.toBeUndefined()
  })
})
