import { beforeAll, describe, expect, test } from 'vitest'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { suiteConsole } from '../harness/console'
import { envelopeOf } from '../harness/answer'
import { uploaded } from '../harness/upload'

const theConsole = suiteConsole()
const portal = () => theConsole().portal({ uid: 1 })
const COUNT = 12

interface Listing {
  path: string
  /** The field of the data that holds the records, and the field of those that was numbered. */
  list: string
  name: string
  /** The fields besides paging that it needs. */
  content?: Record<string, unknown>
  /** Whether the count is there twice: PROTOCOL.md §5. */
  twice?: boolean
}

/** Lists that hold `item-00` … `item-11`, made in this order. */
const LISTINGS: Listing[] = [
  { path: 'node/listNode', list: 'nodes', name: 'name' },
  { path: 'image/listOrg', list: 'imageOrgs', name: 'orgName' },
  { path: 'image/listImage', list: 'images', name: 'imageName', content: { orgName: 'item-00' } },
  {
    path: 'image/listImageVersion',
    list: 'imageVersions',
    name: 'imageVersion',
    content: { orgName: 'item-01', imageName: 'versions' },
  },
  { path: 'application/listApplication', list: 'apps', name: 'appName' },
  {
    path: 'application/listApplicationVersion',
    list: 'appVersions',
    name: 'version',
    content: { appName: 'item-00' },
  },
]

const numbered = (i: number) => `item-${String(i).padStart(2, '0')}`
const NAMES = Array.from({ length: COUNT }, (_, i) => numbered(i))

beforeAll(async () => {
  for (const name of NAMES) {
    await portal().ok('node/createNode', { name, nodeType: 'Generic' })
    await portal().ok('image/createOrg', { orgName: name })
  }
  const archive = async (repoTag: string) => makeDockerArchive({ repoTags: [repoTag], files: { a: repoTag } })
  for (const name of NAMES) {
    await uploaded(portal(), { orgName: 'item-00', archive: await archive(`${name}:1`) })
    await uploaded(portal(), { orgName: 'item-01', archive: await archive(`versions:${name}`) })
  }
  const version = {
    archType: ['amd64'],
    orgName: 'item-00',
    containerImage: 'item-00',
    containerImageVersion: '1',
    restartPolicy: 'Always' as const,
    network: { type: 'Host' as const },
  }
  for (const name of NAMES) {
    await portal().ok('application/createApplication', { appName: name, version: 'item-00', ...version })
    if (name !== 'item-00')
      await portal().ok('application/createApplication', { appName: 'item-00', version: name, ...version })
  }
})

async function ask({ path, list, name, content, twice }: Listing, options: object) {
  const answer = await portal().call(path, { pageNum: 1, pageSize: 100, ...content, ...options })
  expect(answer.status, answer.text).toBe(200)
  const data = envelopeOf(answer).content.data as Record<string, unknown>
  if (twice) expect(data.Total).toBe(data.total)
  const records = data[list] as Record<string, unknown>[]
  return { total: data.total, names: records.map((record) => record[name]), records }
}

describe.each(LISTINGS)('$path', (listing) => {
  const newestFirst = [...NAMES].reverse()

  test('lists newest first', async () => {
    expect(await ask(listing, {})).toMatchObject({ total: COUNT, names: newestFirst })
  })

  test.each([1, 5, 7, 12, 1000])(
    'pages of %i give every record once, and the true total each time',
    async (pageSize) => {
      const seen: unknown[] = []
      for (let pageNum = 1; pageNum <= Math.ceil(COUNT / pageSize); pageNum++) {
        const { total, names } = await ask(listing, { pageNum, pageSize })
        expect(total).toBe(COUNT)
        seen.push(...names)
      }
      expect(seen).toEqual(newestFirst)
    },
  )

  test.each([
    [2, 12],
    [100, 5],
    [2 ** 31, 1000],
    [Number.MAX_SAFE_INTEGER, 1000],
  ])('page %i of %i each is past the end: empty, with the true total', async (pageNum, pageSize) => {
    expect(await ask(listing, { pageNum, pageSize })).toMatchObject({ total: COUNT, names: [] })
  })

  test('searches a part of the name, in any case', async () => {
    expect(await ask(listing, { search: 'em-0' })).toMatchObject({ total: 10, names: newestFirst.slice(2) })
    expect(await ask(listing, { search: 'ITEM-11' })).toMatchObject({ total: 1, names: ['item-11'] })
    expect(await ask(listing, { search: 'item-0', pageSize: 3 })).toMatchObject({
      total: 10,
      names: newestFirst.slice(2, 5),
    })
    expect(await ask(listing, { search: '' })).toMatchObject({ total: COUNT })
  })

  test.each(['%', '_', 'item_0', '\\', '*', "'", '"', 'item-00 ', '--', '节点'])(
    'finds nothing for %j, which no name has',
    async (search) => {
      expect(await ask(listing, { search })).toMatchObject({ total: 0, names: [] })
    },
  )

  test('sorts by the name either way', async () => {
    expect((await ask(listing, { sortBy: listing.name })).names).toEqual(NAMES)
    expect((await ask(listing, { sortBy: listing.name, order: 'asc' })).names).toEqual(NAMES)
    expect((await ask(listing, { sortBy: listing.name, order: 'desc' })).names).toEqual(newestFirst)
  })

  test('sorts by the time, and by its own order without a field', async () => {
    expect((await ask(listing, { sortBy: 'createAt', order: 'asc' })).names).toEqual(NAMES)
    expect((await ask(listing, { order: 'asc' })).names).toEqual(NAMES)
  })

  test('sorts over all pages, not within each', async () => {
    const first = await ask(listing, { sortBy: listing.name, order: 'asc', pageSize: 5 })
    const second = await ask(listing, { sortBy: listing.name, order: 'asc', pageSize: 5, pageNum: 2 })
    expect([...first.names, ...second.names]).toEqual(NAMES.slice(0, 10))
  })

  test.each(['passwordHash', 'id; DROP TABLE Node', '__proto__', ''])('does not sort by %j', async (sortBy) => {
    const { status, code, msg } = await portal().refusal(listing.path, {
      pageNum: 1,
      pageSize: 10,
      ...listing.content,
      sortBy,
    })
    expect({ status, code }).toEqual({ status: 400, code: 20001 })
    expect(msg).toContain('content.sortBy: ')
  })

  test('gives times as RFC 3339 and ids as integers', async () => {
    const { records } = await ask(listing, {})
    for (const { id, createAt, updateAt } of records) {
      expect(Number.isInteger(id)).toBe(true)
      for (const time of [createAt, updateAt]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
      }
    }
  })

  test('shows another tenant nothing', async () => {
    const content = { pageNum: 1, pageSize: 10, ...listing.content }
    const { code, msg, data } = envelopeOf(await theConsole().portal({ uid: 2 }).call(listing.path, content)).content
    if (code === 0) expect(data).toMatchObject({ total: 0, [listing.list]: [] })
    else expect({ code, msg }).toEqual({ code: 30000, msg: 'record not found' })
  })
})

describe('filters', () => {
  test('narrow listNode, and the total with it', async () => {
    await portal().ok('node/createNode', { name: 'atlas', nodeType: 'Atlas 500' })
    const page = { pageNum: 1, pageSize: 5 }
    expect(await portal().ok('node/listNode', { ...page, nodeType: 'Atlas 500' })).toMatchObject({
      total: 1,
      nodes: [{ name: 'atlas' }],
    })
    expect((await portal().ok('node/listNode', { ...page, status: 'NotInstalled' })).total).toBe(COUNT + 1)
    expect(await portal().ok('node/listNode', { ...page, status: 'Online' })).toEqual({ total: 0, nodes: [] })
    expect(await portal().ok('node/listNode', { ...page, arch: 'amd64' })).toEqual({ total: 0, nodes: [] })
    expect((await portal().ok('node/listNode', { ...page, nodeType: 'Generic', search: 'item-1' })).total).toBe(2)
    await portal().ok('node/deleteNode', { name: 'atlas' })
  })

  test('narrow listImage by org', async () => {
    const page = { pageNum: 1, pageSize: 5 }
    expect((await portal().ok('image/listImage', { ...page, orgName: 'item-01' })).images).toMatchObject([
      { versionCount: COUNT },
    ])
    expect((await portal().ok('image/listImage', page)).total).toBe(COUNT + 1)
    expect((await portal().ok('image/listImage', { ...page, orgName: 'item-05' })).total).toBe(0)
    expect((await portal().ok('image/listImage', { ...page, orgName: 'no such org' })).total).toBe(0)
  })

  test('narrow listApplication by its type and by whether it is published; all are listed without', async () => {
    const page = { pageNum: 1, pageSize: 1 }
    expect((await portal().ok('application/listApplication', { ...page, appType: 'UserDefine' })).total).toBe(COUNT)
    expect((await portal().ok('application/listApplication', { ...page, appType: 'System' })).total).toBe(0)
    expect((await portal().ok('application/listApplication', { ...page, appType: 'All' })).total).toBe(COUNT)
    expect((await portal().ok('application/listApplication', { ...page, published: false })).total).toBe(COUNT)
    expect((await portal().ok('application/listApplication', { ...page, published: true })).total).toBe(0)
  })
})
