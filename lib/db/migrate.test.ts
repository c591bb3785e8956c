import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Postgres, withClient } from '@/lib/testing/postgres'
import { tempDirs } from '@/lib/testing/temp-dir'
import { openDb } from './db'
import { migrate } from './migrate'
import { PRISMA_DIR, providersHere, startDatabaseServer, type DatabaseServer } from './testing/databases'

const tempDir = tempDirs('migrate')

describe.each(providersHere())('migrate on %s', (provider) => {
  let server: DatabaseServer
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())

  /** A copy of the committed migrations that a test may change. */
  async function copyOfMigrations() {
    const root = await tempDir()
    await cp(path.join(PRISMA_DIR, provider, 'migrations'), path.join(root, provider, 'migrations'), {
      recursive: true,
    })
    const write = async (name: string, sql: string) => {
      await mkdir(path.join(root, provider, 'migrations', name), { recursive: true })
      await writeFile(path.join(root, provider, 'migrations', name, 'migration.sql'), sql)
    }
    return { root, write }
  }

  async function rows(url: string, sql: string): Promise<unknown[]> {
    if (provider === 'postgresql') return withClient(url, async (client) => (await client.query<object>(sql)).rows)
    const db = new Database(url.replace(/^file:/, ''))
    try {
      return db.prepare(sql).all()
    } finally {
      db.close()
    }
  }

  it('applies every committed migration in order, and then none', async () => {
    const url = await server.createDatabase()
    const entries = await readdir(path.join(PRISMA_DIR, provider, 'migrations'), { withFileTypes: true })
    const committed = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(await migrate(url, PRISMA_DIR)).toEqual(committed.sort())
    expect(await migrate(url, PRISMA_DIR)).toEqual([])
    const kept = await rows(url, 'SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations')
    expect(kept).toHaveLength(committed.length)
    expect(kept[0]).toMatchObject({
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      applied_steps_count: 1,
    })
  })

  it('is applied once where two processes start at the same moment', async () => {
    const url = await server.createDatabase()
    const applied = await Promise.all([migrate(url, PRISMA_DIR), migrate(url, PRISMA_DIR)])
    expect(applied.map((names) => names.length > 0).sort()).toEqual([false, true])
  })

  it('makes tables that the generated client can use', async () => {
    const url = await server.createDatabase()
    await migrate(url, PRISMA_DIR)
    const db = await openDb(url)
    try {
      expect(await db.read.node.count()).toBe(0)
      expect(await db.read.registryGarbage.count()).toBe(0)
    } finally {
      await db.close()
    }
  })

  it('refuses a migration that was edited after it was applied', async () => {
    const url = await server.createDatabase()
    const { root, write } = await copyOfMigrations()
    await write('29990101000000_more', 'CREATE TABLE more (id INTEGER)')
    await migrate(url, root)
    await write('29990101000000_more', 'CREATE TABLE more (id INTEGER, name TEXT)')
    await expect(migrate(url, root)).rejects.toThrow('29990101000000_more was edited after it was applied')
  })

  it('refuses a database that is newer than the build', async () => {
    const url = await server.createDatabase()
    const { root, write } = await copyOfMigrations()
    await write('29990101000000_future', 'CREATE TABLE future (id INTEGER)')
    await migrate(url, root)
    await expect(migrate(url, PRISMA_DIR)).rejects.toThrow('newer than this build: 29990101000000_future')
  })

  it('leaves nothing of a migration that fails half way', async () => {
    const url = await server.createDatabase()
    const { root, write } = await copyOfMigrations()
    await migrate(url, root)
    await write('29990101000000_broken', 'CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);')
    await expect(migrate(url, root)).rejects.toThrow(/half/)
    await expect(rows(url, 'SELECT * FROM half')).rejects.toThrow(/half/)
    await write('29990101000000_broken', 'CREATE TABLE half (id INTEGER)')
    expect(await migrate(url, root)).toEqual(['29990101000000_broken'])
  })

  it('keeps the child rows where a migration makes a table anew', async () => {
    const url = await server.createDatabase()
    const { root, write } = await copyOfMigrations()
    await write(
      '29990101000000_tables',
      `CREATE TABLE parent (id INTEGER PRIMARY KEY);
       CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent(id) ON DELETE CASCADE);
       INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);`,
    )
    await migrate(url, root)
    await write(
      '29990102000000_redefine',
      provider === 'sqlite'
        ? `CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new_parent (id) SELECT id FROM parent;
           DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;`
        : 'ALTER TABLE parent ADD COLUMN name TEXT',
    )
    await migrate(url, root)
    expect(await rows(url, 'SELECT id, parent FROM child')).toEqual([{ id: 1, parent: 1 }])
  })
})

describe('migrate on sqlite', () => {
  it('refuses migrations that leave rows that refer to nothing', async () => {
    const root = await tempDir()
    const folder = path.join(root, 'sqlite', 'migrations', '20000101000000_orphans')
    await mkdir(folder, { recursive: true })
    await writeFile(
      path.join(folder, 'migration.sql'),
      'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p(id)); INSERT INTO c VALUES (7);',
    )
    await expect(migrate(`file:${path.join(root, 'x.db')}`, root)).rejects.toThrow('1 rows that refer to nothing')
  })
})

describe.skipIf(Postgres.whyNot() !== undefined)('migrate beside another process', () => {
  it('waits for its migrations, and not for ever', async () => {
    const server = await Postgres.start()
    try {
      const url = await server.createDatabase()
      await withClient(url, async (other) => {
        await other.query('SELECT pg_advisory_lock(72707369)')
        await expect(migrate(url, PRISMA_DIR, 200)).rejects.toThrow('lock timeout')
      })
      expect(await migrate(url, PRISMA_DIR, 20_000)).not.toEqual([])
    } finally {
      await server.stop()
    }
  })
})

// Several processes work on a PostgreSQL, and while one version replaces the other the older ones meet the new tables.
describe('migrations of PostgreSQL', () => {
  const folder = path.join(PRISMA_DIR, 'postgresql/migrations')
  const [, ...later] = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

  it.each(later)('%s takes nothing from a version that runs meanwhile', (name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    expect(sql).not.toMatch(/DROP (TABLE|COLUMN)|RENAME|SET NOT NULL|SET DATA TYPE/i)
    for (const [column] of sql.matchAll(/ADD COLUMN[^,;]*NOT NULL[^,;]*/gi)) expect(column).toMatch(/DEFAULT/i)
  })
})
