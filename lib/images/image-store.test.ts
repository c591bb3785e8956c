import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/db'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from '@/lib/db/testing/databases'
import { fillTagSortKeys } from './fill-tag-sort-keys'
import * as store from './store'
import { tagSortKey } from './tag-sort-key'
import { latestVersions, orgTotals } from './totals-store'
import { listUses, usesByImage, usesByTag } from './use-store'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const image = { orgName: 'acme', imageName: 'app' }
const page = { pageNum: 1, pageSize: 100, ...image }

interface Given {
  imageName?: string
  sizeBytes?: number
  platforms?: string
  updateAt?: string
  tagSortKey?: string
}

describe.each(providersHere())('image records on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  let org: store.OrgRow
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    db = await openMigrated(server)
    org = await db.write((tx) => store.createOrg(tx, tenant, 'acme'))
  })
  afterEach(() => db.close())

  async function record(tag: string, given: Given = {}): Promise<number> {
    const { imageName = 'app', sizeBytes = 1, platforms = '[]', updateAt = '2026-01-01T00:00:00Z' } = given
    const common = { ...tenant, imageName, orgName: 'acme' }
    return db.write(async (tx) => {
      const key = { orgId: org.id, imageName }
      const { id } = await tx.image.upsert({
        where: { orgId_imageName: key },
        create: { ...tenant, ...key, orgName: 'acme' },
        update: {},
      })
      await tx.imageVersion.create({
        data: {
          ...common,
          recordId: id,
          imageVersion: tag,
          tagSortKey: given.tagSortKey ?? tagSortKey(tag),
          imageId: 'sha256:1',
          digest: 'sha256:2',
          sizeBytes: BigInt(sizeBytes),
          platforms,
          reference: `r.example/p/acme/${imageName}:${tag}`,
          updateAt: new Date(updateAt),
        },
      })
      return id
    })
  }

  async function use(appName: string, version: string, tag: string, containerImage = 'app'): Promise<void> {
    await db.write(async (tx) => {
      const app = await tx.application.upsert({
        where: { clusterId_groupId_userId_appName: { ...tenant, appName } },
        create: { ...tenant, appName, appType: 'UserDefine' },
        update: {},
      })
      await tx.applicationVersion.create({
        data: {
          ...tenant,
          applicationId: app.id,
          appName,
          version,
          status: 'Unpublished',
          archType: 'amd64',
          orgName: 'acme',
          containerImage,
          containerImageVersion: tag,
          containerImagePath: 'r.example/p/acme/app:1',
          restartPolicy: 'Always',
          network: '{}',
        },
      })
    })
  }

  const tags = async (id: number, input: object, used: string[] = []) => {
    const { items } = await store.listImageVersions(db.read, provider, id, { ...page, ...input }, used)
    return items.map(({ imageVersion }) => imageVersion)
  }

  const ORDERED = ['latest', 'main-9', 'main-10', '1.9', 'v1.10-rc.1', '1.10', '1.10.1', '20260101']

  it('orders tags as versions, page by page and backwards too', async () => {
    let id = 0
    for (const tag of [...ORDERED].sort()) id = await record(tag)
    expect(await tags(id, { sortBy: 'imageVersion' })).toEqual(ORDERED)
    expect(await tags(id, { sortBy: 'imageVersion', order: 'desc' })).toEqual([...ORDERED].reverse())
    expect(await tags(id, { sortBy: 'imageVersion', pageNum: 2, pageSize: 3 })).toEqual(ORDERED.slice(3, 6))
  })

  it('gives versions of before their place in the order, once, and leaves their times', async () => {
    let id = 0
    for (const tag of ['1.10', '1.9']) id = await record(tag, { tagSortKey: '' })
    expect(await fillTagSortKeys(db)).toBe(2)
    expect(await tags(id, { sortBy: 'imageVersion' })).toEqual(['1.9', '1.10'])
    expect(await fillTagSortKeys(db)).toBe(0)
    const [row] = await store.versionsOf(db.read, id)
    expect(row?.updateAt).toEqual(new Date('2026-01-01T00:00:00Z'))
  })

  it('narrows versions by architecture and by use', async () => {
    const on = (...architectures: string[]) =>
      JSON.stringify(architectures.map((architecture) => ({ os: 'linux', architecture })))
    await record('1', { platforms: on('amd64') })
    await record('2', { platforms: on('amd64', 'arm64') })
    const id = await record('3', { platforms: on('arm64') })
    expect(await tags(id, { arch: 'arm64' })).toEqual(['3', '2'])
    expect(await tags(id, { use: 'used' }, ['2'])).toEqual(['2'])
    expect(await tags(id, { use: 'unused', arch: 'arm64' }, ['2'])).toEqual(['3'])
    expect(await tags(id, { use: 'unused' }, [])).toEqual(['3', '2', '1'])
  })

  it('knows the version pushed last and what an org holds', async () => {
    await record('new', { updateAt: '2026-02-02T00:00:00Z', sizeBytes: 7 })
    const app = await record('old', { sizeBytes: 5 })
    // Its own latest, at a time that is another image's latest, too.
    await record('a', { imageName: 'other' })
    const other = await record('b', { imageName: 'other', updateAt: '2026-02-02T00:00:00Z', sizeBytes: 2 ** 33 })
    const latest = await latestVersions(db.read, [app, other])
    expect(latest.get(app)).toMatchObject({ imageVersion: 'new', sizeBytes: 7n })
    expect(latest.get(other)).toMatchObject({ imageVersion: 'b' })
    const totals = await orgTotals(db.read, tenant, [org])
    expect(totals.get('acme')).toEqual({ imageCount: 2, sizeBytes: 7 + 5 + 1 + 2 ** 33 })
  })

  it('counts and lists who uses an image', async () => {
    await use('web', 'v1', '1')
    await use('web', 'v2', '1')
    await use('till', 'v1', '2')
    await use('elsewhere', 'v1', '1', 'other')
    expect(await usesByTag(db.read, tenant, image)).toEqual(
      new Map([
        ['1', 2],
        ['2', 1],
      ]),
    )
    expect(await usesByTag(db.read, { ...tenant, userId: 2 }, image)).toEqual(new Map())
    expect(await usesByImage(db.read, tenant, [image])).toEqual(new Map([['acme/app', 3]]))
    const of = async (input: object) => {
      const { total, items } = await listUses(db.read, provider, tenant, {
        pageNum: 1,
        pageSize: 10,
        orgName: 'acme',
        ...input,
      })
      return [total, ...items.map(({ appName, version }) => `${appName} ${version}`)]
    }
    expect(await of({})).toEqual([4, 'elsewhere v1', 'till v1', 'web v2', 'web v1'])
    expect(await of({ imageName: 'app', imageVersion: '1' })).toEqual([2, 'web v2', 'web v1'])
    expect(await of({ imageName: 'app', search: 'TI' })).toEqual([1, 'till v1'])
    expect(await of({ imageName: 'app', sortBy: 'appName', pageSize: 1 })).toEqual([3, 'till v1'])
  })
})
