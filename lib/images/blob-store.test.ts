import { cp } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDb, type Db } from '@/lib/db/db'
import { migrate } from '@/lib/db/migrate'
import {
  openMigrated,
  PRISMA_DIR,
  providersHere,
  startDatabaseServer,
  type DatabaseServer,
} from '@/lib/db/testing/databases'
import { tempDirs } from '@/lib/testing/temp-dir'
import { findRepositoryWith } from './blob-store'
import { recordImages } from './record-images'
import * as store from './store'
import { imageOf } from './testing/pushed-image'

const MIGRATION = '20261122035610_image_blobs'
const tempDir = tempDirs('blob-store')
const [anna, bert] = [
  { clusterId: 0, groupId: 0, userId: 1 },
  { clusterId: 7, groupId: 1, userId: 2 },
]
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
const blob = (digit: string) => ({ digest: digestOf(digit), size: 1, open: () => Readable.from(['x']) })

describe.each(providersHere())('blobs of versions on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    db = await openMigrated(server)
    await db.write(async (tx) => {
      await store.createOrg(tx, anna, 'acme')
      await store.createOrg(tx, bert, 'bolt')
    })
  })
  afterEach(() => db.close())

  const record = (tenant: typeof anna, name: string, blobs: string) => {
    const [orgName = ''] = name.split('/')
    const image = imageOf(name, [...blobs].map(blob))
    return db.write((tx) => recordImages(tx, tenant, orgName, [image]))
  }
  const where = (digit: string) => findRepositoryWith(db.read, digestOf(digit))

  it('are found by their digest, whoever asks, and what nobody pushed is not', async () => {
    await record(anna, 'acme/app', 'ab')
    await record(bert, 'bolt/till', 'c')
    expect([await where('a'), await where('b'), await where('c')]).toEqual(['p/acme/app', 'p/acme/app', 'p/bolt/till'])
    expect(await where('d')).toBeUndefined()
  })

  it('are those of what the tag names now', async () => {
    await record(anna, 'acme/app', 'ab')
    await record(anna, 'acme/app', 'bc')
    expect([await where('a'), await where('b'), await where('c')]).toEqual([undefined, 'p/acme/app', 'p/acme/app'])
  })

  it('go with their version, and are found in another that has them', async () => {
    await record(anna, 'acme/app', 'ab')
    await record(bert, 'bolt/till', 'b')
    const version = await store.findImageVersion(db.read, anna, {
      orgName: 'acme',
      imageName: 'app',
      imageVersion: '1',
    })
    await db.write((tx) => store.deleteImageVersion(tx, version?.id ?? 0))
    expect([await where('a'), await where('b')]).toEqual([undefined, 'p/bolt/till'])
  })

  it('go with their image', async () => {
    const [id = 0] = await record(anna, 'acme/app', 'a')
    await db.write((tx) => store.deleteImage(tx, id))
    expect(await where('a')).toBeUndefined()
  })

  it('are known of versions that were recorded before there was such a table', async () => {
    const url = await server.createDatabase()
    await migrate(url, await migrationsBefore())
    const old = await openDb(url)
    await old.write(async (tx) => {
      const { id: orgId } = await store.createOrg(tx, anna, 'acme')
      const names = { ...anna, orgName: 'acme', imageName: 'app' }
      const { id: recordId } = await tx.image.create({ data: { ...names, orgId } })
      const content = { imageId: '', digest: '', sizeBytes: 1n, reference: 'r.example/p/acme/app:1' }
      // An image may have a layer twice, or none.
      const layers = JSON.stringify(['a', 'b', 'a'].map((digit) => ({ digest: digestOf(digit), size: 1 })))
      await tx.imageVersion.create({ data: { ...names, ...content, recordId, imageVersion: '1', layers } })
      await tx.imageVersion.create({ data: { ...names, ...content, recordId, imageVersion: '2' } })
    })
    await old.close()
    expect(await migrate(url, PRISMA_DIR)).toContain(MIGRATION)
    await db.close()
    db = await openDb(url)
    expect([await where('a'), await where('b'), await where('c')]).toEqual(['p/acme/app', 'p/acme/app', undefined])
    expect(await db.read.imageBlob.count()).toBe(2)
  })

  async function migrationsBefore(): Promise<string> {
    const root = await tempDir()
    await cp(path.join(PRISMA_DIR, provider, 'migrations'), path.join(root, provider, 'migrations'), {
      recursive: true,
      filter: (source) => !/^\d{14}_/.test(path.basename(source)) || path.basename(source) < MIGRATION,
    })
    return root
  }
})
