import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Drain } from './drain'

describe('Drain', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is finished at once where nothing is under way', async () => {
    expect(await new Drain().finish(0)).toBe(true)
  })

  it('waits for the last request that is under way', async () => {
    const drain = new Drain()
    expect([drain.begin('/a'), drain.begin('/b')]).toEqual([true, true])
    const finished = vi.fn()
    const finishing = drain.finish(1000).then(finished)
    drain.end()
    await vi.advanceTimersByTimeAsync(500)
    expect(finished).not.toHaveBeenCalled()
    drain.end()
    await finishing
    expect(finished).toHaveBeenCalledWith(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('turns new requests away meanwhile, but for those to the registry', async () => {
    const drain = new Drain()
    drain.begin('/apulisEdge/api/image/uploadImage')
    const finishing = drain.finish(1000)
    expect(drain.begin('/apulisEdge/api/node/listNode')).toBe(false)
    expect(drain.begin('/v2/apulisedge/org/image/blobs/uploads/')).toBe(true)
    drain.end()
    const finished = vi.fn()
    void finishing.then(finished)
    await vi.advanceTimersByTimeAsync(1)
    expect(finished).not.toHaveBeenCalled()
    drain.end()
    expect(await finishing).toBe(true)
  })

  it('gives up when the time is over', async () => {
    const drain = new Drain()
    drain.begin('/a')
    const finishing = drain.finish(1000)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await finishing).toBe(false)
  })
})
