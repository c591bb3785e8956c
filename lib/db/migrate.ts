import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { provider, sqliteFile } from './db'

interface Migration {
  name: string
  sql: string
  checksum: string
}

interface Applied {
  migration_name: string
  checksum: string
}

/** The lock that Prisma's own migrate takes. */
const PRISMA_ADVISORY_LOCK = 72707369

/** How long another process may take for its migrations, and others' transactions may keep a table from ours. */
const LOCK_MS = 5 * 60_000

/**
 * Brings the database to the committed migrations (`<root>/<provider>/migrations`), recording them in Prisma's own
 * table so that Prisma's tools agree. Every migration is applied whole or not at all; answers the names of the new ones.
 * @throws Error where a migration was edited after it was applied, or the database is newer than this build
 */
export async function migrate(url: string, root: string, lockMs = LOCK_MS): Promise<string[]> {
  const all = await loadMigrations(path.join(root, provider(url), 'migrations'))
  const file = sqliteFile(url)
  return file === undefined ? migratePostgres(url, all, lockMs) : migrateSqlite(file, all)
}

async function loadMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function pending(all: Migration[], applied: Applied[]): Migration[] {
  const checksums = new Map(applied.map((row) => [row.migration_name, row.checksum]))
  for (const { name, checksum } of all) {
    if ((checksums.get(name) ?? checksum) !== checksum)
      throw new Error(`migration ${name} was edited after it was applied`)
  }
  const known = new Set(all.map((migration) => migration.name))
  const unknown = applied.filter((row) => !known.has(row.migration_name)).map((row) => row.migration_name)
  if (unknown.length > 0) throw new Error(`the database is newer than this build: ${unknown.join(', ')}`)
  return all.filter((migration) => !checksums.has(migration.name))
}

async function migrateSqlite(file: string, all: Migration[]): Promise<string[]> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const { default: Database } = await import('better-sqlite3')
  const db = new Database(file, { timeout: 30_000 })
  try {
    db.pragma('journal_mode = WAL')
    // Off before BEGIN: inside a transaction the pragma does nothing, and a redefined table is dropped,
    // which would fire ON DELETE CASCADE.
    db.pragma('foreign_keys = OFF')
    return db
      .transaction(() => {
        db.exec(CREATE_TABLE_SQLITE)
        const todo = pending(all, db.prepare<[], Applied>(SELECT_APPLIED).all())
        const insert = db.prepare(
          'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?,?,?,?,?,1)',
        )
        for (const migration of todo) {
          const started = new Date().toISOString()
          db.exec(migration.sql)
          insert.run(randomUUID(), migration.checksum, migration.name, started, new Date().toISOString())
        }
        const broken = db.prepare('PRAGMA foreign_key_check').all()
        if (broken.length > 0) throw new Error(`migrations left ${broken.length} rows that refer to nothing`)
        return todo.map((migration) => migration.name)
      })
      .immediate()
  } finally {
    db.close()
  }
}

async function migratePostgres(url: string, all: Migration[], lockMs: number): Promise<string[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = ${lockMs}`)
    // Held until the connection ends; a second process waits here, then finds nothing left to do.
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_ADVISORY_LOCK])
    await client.query(CREATE_TABLE_POSTGRES)
    const { rows } = await client.query<Applied>(SELECT_APPLIED)
    const todo = pending(all, rows)
    for (const migration of todo) {
      await client.query('BEGIN')
      try {
        const started = new Date()
        await client.query(migration.sql)
        await client.query(
          'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1,$2,$3,$4,$5,1)',
          [randomUUID(), migration.checksum, migration.name, started, new Date()],
        )
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      }
    }
    return todo.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

const SELECT_APPLIED =
  'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL'

const CREATE_TABLE_SQLITE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`

const CREATE_TABLE_POSTGRES = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`
