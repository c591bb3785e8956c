import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { KeyedMutex } from './keyed-mutex'
import { heldWork } from './testing/held-work'

// What it has in common with the other one: mutex.test.ts.
describe('KeyedMutex', () => {
  it('takes turns in the order of asking', async () => {
    const mutex = new KeyedMutex()
    const first = heldWork(mutex, ['a', 'b'])
    const second = heldWork(mutex, ['b', 'c'])
    const third = heldWork(mutex, ['c', 'a'])
    await setImmediate()
    expect([first, second, third].map(({ state }) => state.begun)).toEqual([true, false, false])
    for (const [now, next] of [
      [first, second],
      [second, third],
    ] as const) {
      now.end()
      await now.run
      await setImmediate()
      expect(next.state.begun).toBe(true)
    }
    third.end()
    await third.run
  })

  it('lets nobody in before the turn where one between gave up', async () => {
    const mutex = new KeyedMutex()
    const controller = new AbortController()
    const first = heldWork(mutex, ['a'])
    const second = heldWork(mutex, ['a', 'b'], controller.signal)
    const third = heldWork(mutex, ['b', 'a'])
    controller.abort(new Error('gone'))
    await expect(second.run).rejects.toThrow('gone')
    await setImmediate()
    expect(third.state.begun).toBe(false)
    first.end()
    await first.run
    await setImmediate()
    expect([second.state.begun, third.state.begun]).toEqual([false, true])
    third.end()
    await third.run
  })
})
