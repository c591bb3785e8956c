import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Db } from './db'
import { contains, orderBy, readPage, startsWith } from './paging'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from './testing/databases'

const NAMES = ['Alpha', 'beta', '北京-一', '北京-二', '100%', 'a_b', 'axb', String.raw`back\slash`]

describe.each(providersHere())('lists on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
    db = await openMigrated(server)
    await db.write(async (tx) => {
      for (const [i, userName] of NAMES.entries()) {
        await tx.user.create({ data: { userName, passwordHash: 'x', groupId: i % 2 } })
      }
    })
  })
  afterAll(async () => {
    await db.close()
    await server.stop()
  })

  const page = (pageNum: number, pageSize: number) =>
    readPage(
      { pageNum, pageSize },
      () => db.read.user.count(),
      (range) => db.read.user.findMany({ orderBy: orderBy(undefined, undefined), ...range }),
    )
  const namesOf = async (userName: { contains: string } | { startsWith: string }) => {
    const found = await db.read.user.findMany({ where: { userName }, orderBy: { id: 'asc' } })
    return found.map((user) => user.userName)
  }
  const search = (text: string) => namesOf(contains(provider, text))

  it('pages the newest first, with the count of all', async () => {
    const first = await page(1, 3)
    expect(first.total).toBe(8)
    expect(first.items.map((user) => user.userName)).toEqual([String.raw`back\slash`, 'axb', 'a_b'])
    const last = await page(3, 3)
    expect(last.items.map((user) => user.userName)).toEqual(['beta', 'Alpha'])
  })

  it('answers the true count and nothing for a page past the end, without asking', async () => {
    const find = vi.fn()
    expect(await readPage({ pageNum: 9, pageSize: 1 }, () => db.read.user.count(), find)).toEqual({
      total: 8,
      items: [],
    })
    expect(find).not.toHaveBeenCalled()
  })

  it('orders by a field, equals by id', async () => {
    const byGroup = await db.read.user.findMany({ orderBy: orderBy('groupId', 'desc') })
    expect(byGroup.map((user) => user.id)).toEqual([8, 6, 4, 2, 7, 5, 3, 1])
  })

  it.each([
    ['AL', ['Alpha']],
    ['a', ['Alpha', 'a_b', 'axb']],
    ['a_', ['a_b']],
    ['北京', ['北京-一', '北京-二']],
    ['%', []],
    ['back\\', [String.raw`back\slash`]],
  ])('finds what begins with %j', async (text, expected) => {
    expect(await namesOf(startsWith(provider, text))).toEqual(expected)
  })

  it('finds a part of a name whatever its case, in Chinese too', async () => {
    expect(await search('ALPH')).toEqual(['Alpha'])
    expect(await search('BETA')).toEqual(['beta'])
    expect(await search('北京')).toEqual(['北京-一', '北京-二'])
    expect(await search('nothing like it')).toEqual([])
  })

  it.each([
    ['%', ['100%']],
    ['a_b', ['a_b']],
    ['\\', [String.raw`back\slash`]],
  ])('takes %s for itself, not for a wildcard', async (text, expected) => {
    expect(await search(text)).toEqual(expected)
  })
})

describe('orderBy', () => {
  it('is newest first unless asked otherwise', () => {
    expect(orderBy(undefined, undefined)).toEqual([{ id: 'desc' }])
    expect(orderBy(undefined, 'asc')).toEqual([{ id: 'asc' }])
    expect(orderBy('id', undefined)).toEqual([{ id: 'desc' }, { id: 'desc' }])
  })
  it('orders by a field upwards unless asked otherwise', () => {
    expect(orderBy('name', undefined)).toEqual([{ name: 'asc' }, { id: 'asc' }])
    expect(orderBy('name', 'desc')).toEqual([{ name: 'desc' }, { id: 'desc' }])
  })
})
