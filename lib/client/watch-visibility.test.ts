import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchVisibility } from './watch-visibility'

const seen: string[] = []
let unwatch: () => void

function setHidden(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  seen.length = 0
  setHidden(false)
  unwatch = watchVisibility({ onHidden: () => seen.push('hidden'), onShown: () => seen.push('shown') })
})
afterEach(() => {
  unwatch()
  setHidden(false)
  vi.useRealTimers()
})

describe('watchVisibility', () => {
  it('tells of a page that stays in the background, and of its return', () => {
    setHidden(true)
    vi.advanceTimersByTime(9_999)
    expect(seen).toEqual([])
    vi.advanceTimersByTime(1)
    expect(seen).toEqual(['hidden'])
    setHidden(false)
    expect(seen).toEqual(['hidden', 'shown'])
  })

  it('takes no notice of a glance elsewhere', () => {
    setHidden(true)
    vi.advanceTimersByTime(5_000)
    setHidden(false)
    vi.advanceTimersByTime(60_000)
    expect(seen).toEqual([])
  })

  it('tells of a page that was opened in the background', () => {
    unwatch()
    setHidden(true)
    unwatch = watchVisibility({ onHidden: () => seen.push('hidden'), onShown: () => seen.push('shown') })
    vi.advanceTimersByTime(10_000)
    expect(seen).toEqual(['hidden'])
  })

  it('ends', () => {
    setHidden(true)
    unwatch()
    vi.advanceTimersByTime(60_000)
    setHidden(false)
    expect(seen).toEqual([])
  })
})
