import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChangeKind } from '@/lib/events/change'
import { Refresher } from './refresher'

const refreshes: (ChangeKind[] | 'all')[] = []
let answerMs = 0
let refresher: Refresher

beforeEach(() => {
  vi.useFakeTimers()
  refreshes.length = 0
  answerMs = 0
  refresher = new Refresher(async (kinds) => {
    refreshes.push(kinds ? [...kinds] : 'all')
    await new Promise((resolve) => setTimeout(resolve, answerMs))
  })
})
afterEach(() => {
  refresher.stop()
  vi.useRealTimers()
})

const changed = (...kinds: ChangeKind[]) => kinds.forEach((kind) => refresher.changed(new Set([kind])))

describe('Refresher', () => {
  it('refreshes at once, and what follows together', async () => {
    changed('node')
    expect(refreshes).toEqual([['node']])
    changed('deployment', 'node', 'deployment')
    expect(refreshes).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(refreshes).toEqual([['node'], ['deployment', 'node']])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(refreshes).toHaveLength(2)
    changed('image')
    expect(refreshes.at(-1)).toEqual(['image'])
  })

  it('refreshes once a second under any number of changes', async () => {
    for (let tick = 0; tick < 1000; tick++) {
      changed('node')
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(refreshes).toHaveLength(11)
  })

  it('never begins before the answers of the refresh before it are there, and gives a slow server a rest', async () => {
    answerMs = 3000
    let most = 0
    let running = 0
    const slow = new Refresher(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, answerMs))
      running--
    })
    for (let tick = 0; tick < 180; tick++) {
      slow.changed(new Set(['node']))
      await vi.advanceTimersByTimeAsync(100)
    }
    slow.stop()
    expect(most).toBe(1)
  })

  it('refreshes everything where anything may have changed', async () => {
    changed('node')
    changed('image')
    refresher.changed(undefined)
    await vi.advanceTimersByTimeAsync(1000)
    expect(refreshes).toEqual([['node'], 'all'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(refreshes).toHaveLength(2)
  })

  it('stops', async () => {
    changed('node')
    changed('image')
    refresher.stop()
    changed('deployment')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(refreshes).toEqual([['node']])
  })
})
