import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from './db'
import { insertMany } from './insert-many'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from './testing/databases'

const COLUMNS = {
  clusterId: 'integer',
  groupId: 'integer',
  userId: 'integer',
  kind: 'text',
  action: 'text',
  reason: 'text',
  at: 'timestamp',
} as const

describe.each(providersHere())('insertMany on %s', (provider) => {
  let server: DatabaseServer
  let db: Db
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
    db = await openMigrated(server)
  })
  afterAll(async () => {
    await db.close()
    await server.stop()
  })

  it('writes what createMany does, in the order given, and defaults besides', async () => {
    const at = new Date('2026-03-01T12:34:56.789Z')
    const row = { clusterId: 0, groupId: 1, userId: 2, kind: 'node', action: 'Online', at }
    const rows = Array.from({ length: 5000 }, (_, i) => ({ ...row, reason: `it's "${i}", \\ 边缘 😀\n` }))
    await db.write((tx) => insertMany(tx, provider, 'Activity', COLUMNS, rows))
    const written = await db.read.activity.findMany({ orderBy: { id: 'asc' } })
    expect(written.map(({ reason }) => reason)).toEqual(rows.map(({ reason }) => reason))
    expect(written[4999]).toMatchObject({ ...row, nodeName: '', actor: '' })
    const { at: other } = await db.write((tx) => tx.activity.create({ data: { ...row, at } }))
    expect(other).toEqual(at)
    expect(await db.read.activity.count({ where: { at } })).toBe(5001)
  })

  it('writes nothing where there is nothing, and all or nothing', async () => {
    await db.write((tx) => insertMany(tx, provider, 'Activity', COLUMNS, []))
    const at = new Date()
    const node = { clusterId: 0, groupId: 0, userId: 1, name: 'same', nodeType: '', uniqueName: 'same', status: '' }
    const columns = { ...COLUMNS_OF_NODE, updateAt: 'timestamp' } as const
    const twice = db.write((tx) =>
      insertMany(tx, provider, 'Node', columns, [
        { ...node, updateAt: at },
        { ...node, updateAt: at },
      ]),
    )
    await expect(twice).rejects.toThrow()
    expect(await db.read.node.count()).toBe(0)
  })
})

const COLUMNS_OF_NODE = {
  clusterId: 'integer',
  groupId: 'integer',
  userId: 'integer',
  name: 'text',
  nodeType: 'text',
  uniqueName: 'text',
  status: 'text',
} as const
