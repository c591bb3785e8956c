import { describe, expect, it, vi } from 'vitest'
import { ChangeFeed } from './change-feed'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const other = { ...tenant, userId: 2 }

describe('ChangeFeed', () => {
  it('tells every listener, until it no longer listens', () => {
    const feed = new ChangeFeed()
    const [one, two] = [vi.fn(), vi.fn()]
    const stop = feed.subscribe(one)
    feed.subscribe(two)
    const change = { tenant, kind: 'node' as const, ids: [1, 2] }
    feed.publish(change)
    stop()
    feed.publish({ ...change, ids: [3] })
    expect(one.mock.calls).toEqual([[change]])
    expect(two.mock.calls).toEqual([[change], [{ ...change, ids: [3] }]])
  })

  it('tells nobody that nothing changed', () => {
    const feed = new ChangeFeed()
    const listener = vi.fn()
    feed.subscribe(listener)
    feed.publish({ tenant, kind: 'node', ids: [] })
    expect(listener).not.toHaveBeenCalled()
    expect(feed.version(tenant)).toBe(0)
  })

  it('counts the changes of each tenant by itself, those that are no news too', () => {
    const feed = new ChangeFeed()
    const listener = vi.fn()
    feed.subscribe(listener)
    feed.publish({ tenant, kind: 'node', ids: [1] })
    feed.touch(tenant)
    expect([feed.version(tenant), feed.version(other)]).toEqual([2, 0])
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
