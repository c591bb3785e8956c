import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ChangeFeed } from '@/lib/events/change-feed'
import { QueryCache } from './query-cache'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const change = { tenant, kind: 'node' as const, ids: [1] }

let changes: ChangeFeed
let cache: QueryCache
beforeEach(() => {
  changes = new ChangeFeed()
  cache = new QueryCache(changes)
})
const asking = (content: string) => vi.fn(() => Promise.resolve(content))
const get = (ask: () => Promise<string>, of = tenant, input: unknown = { pageNum: 1 }) =>
  cache.get(of, 'node/listNode', input, ask)

describe('QueryCache', () => {
  it('asks once while nothing changes', async () => {
    const ask = asking('a')
    expect([await get(ask), await get(ask)]).toEqual(['a', 'a'])
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('asks again after a change of the tenant’s records, and after no one else’s', async () => {
    await get(asking('old'))
    changes.publish({ ...change, tenant: { ...tenant, userId: 2 } })
    expect(await get(asking('new'))).toBe('old')
    changes.publish(change)
    expect(await get(asking('new'))).toBe('new')
  })

  it('does not keep an answer during which something changed', async () => {
    await get(() => {
      changes.publish(change)
      return Promise.resolve('read before the change')
    })
    expect(await get(asking('new'))).toBe('new')
  })

  it('tells tenants, operations and inputs apart', async () => {
    await get(asking('a'))
    expect(await get(asking('b'), { ...tenant, groupId: 1 })).toBe('b')
    expect(await get(asking('c'), tenant, { pageNum: 2 })).toBe('c')
    expect(await cache.get(tenant, 'node/desNode', { pageNum: 1 }, asking('d'))).toBe('d')
    expect(await get(asking('e'))).toBe('a')
  })

  it('keeps no failure', async () => {
    await expect(get(() => Promise.reject(new Error('once')))).rejects.toThrow('once')
    expect(await get(asking('a'))).toBe('a')
  })

  it('keeps no more than its share of memory, the least used going first', async () => {
    const large = 'x'.repeat(1 << 20)
    await get(asking('in use'), tenant, 'in use')
    for (let i = 0; i < 70; i++) {
      await get(asking(large), tenant, i)
      await get(asking('asked again'), tenant, 'in use')
    }
    const again = asking(large)
    expect(await get(asking('asked again'), tenant, 'in use')).toBe('in use')
    await get(again, tenant, 69)
    expect(again).not.toHaveBeenCalled()
    await get(again, tenant, 0)
    expect(again).toHaveBeenCalledTimes(1)
    await get(again, tenant, 'more than an entry may have')
    const huge = asking(`${large}!`)
    await get(huge, tenant, 'huge')
    await get(huge, tenant, 'huge')
    expect(huge).toHaveBeenCalledTimes(2)
  })
})
