import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Postgres } from '@/lib/testing/postgres'
import { openDb, type Db, type Provider } from '../db'
import { migrate } from '../migrate'

const PRISMA_DIR = path.join(import.meta.dirname, '../../../prisma')

export interface DatabaseServer {
  /** The URL of a new, empty database. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/** What can be tried on this machine: SQLite always, PostgreSQL where it is installed. */
export function providersHere(): Provider[] {
  const missing = Postgres.whyNot()
  if (missing === undefined) return ['sqlite', 'postgresql']
  process.stdout.write(`skipped: nothing is tried with PostgreSQL, as ${missing}\n`)
  return ['sqlite']
}

export function startDatabaseServer(provider: Provider): Promise<DatabaseServer> {
  return provider === 'postgresql' ? Postgres.start() : sqliteFolder()
}

async function sqliteFolder(): Promise<DatabaseServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sqlite-'))
  let count = 0
  return {
    createDatabase: () => Promise.resolve(`file:${path.join(dir, `test-${++count}.db`)}`),
    stop: () => rm(dir, { recursive: true, force: true }),
  }
}

/** A new database with the committed migrations, open. */
export async function openMigrated(server: DatabaseServer): Promise<Db> {
  const url = await server.createDatabase()
  await migrate(url, PRISMA_DIR)
  return openDb(url)
}

/** A new SQLite database of its own; `close` deletes it too. */
export async function openScratchDb(): Promise<Db> {
  const server = await sqliteFolder()
  const db = await openMigrated(server).catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  return {
    provider: db.provider,
    read: db.read,
    write: (work) => db.write(work),
    async close() {
      await db.close()
      await server.stop()
    },
  }
}

export { PRISMA_DIR }
