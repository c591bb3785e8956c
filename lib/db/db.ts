import type { Prisma, PrismaClient } from './generated/sqlite/client'
import { isConflict, isUniqueViolation } from './errors'

/** Inside a transaction, or the reading client: what stores take. Both databases' clients have this type. */
export type Tx = Prisma.TransactionClient

export type Provider = 'sqlite' | 'postgresql'

export interface Db {
  readonly provider: Provider
  /** For queries outside a transaction. Never write through it. */
  readonly read: Tx
  /**
   * Runs `work` in one serializable transaction. It may run more than once (a conflict is retried),
   * so it must do nothing but talk to the database; what follows from it comes after the promise resolves.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const TRANSACTION = { maxWait: 30_000, timeout: 30_000 }
/** Some five seconds of trying: many callers at once may meet in the same rows again and again. */
const MAX_ATTEMPTS = 30
const MAX_PAUSE_MS = 400
const POSTGRES_CONNECTIONS = 10
/** As long as a transaction may take, and wait for its connection. */
const ANSWER_MS = 30_000

export function provider(url: string): Provider {
  return /^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite'
}

/** Undefined where the database is a PostgreSQL. */
export function sqliteFile(url: string): string | undefined {
  return provider(url) === 'sqlite' ? url.replace(/^file:/, '') : undefined
}

/**
 * Opens the database; `migrate` comes first.
 * @param answerMs after which a PostgreSQL that says nothing is given up: one that was paused, or is behind a dead network
 */
export async function openDb(url: string, answerMs = ANSWER_MS): Promise<Db> {
  const file = sqliteFile(url)
  return file === undefined ? openPostgres(url, answerMs) : openSqlite(file)
}

/**
 * The SQLite adapter has one connection, and a query sent beside an open transaction would run inside it
 * (and be rolled back with it). So reads have a connection of their own, which sees only what was committed,
 * and every write goes through `write`, which the adapter's mutex puts in a row.
 */
async function openSqlite(file: string): Promise<Db> {
  const [{ PrismaClient }, { SqliteWithEscape }] = await Promise.all([
    import('./generated/sqlite/client'),
    import('./sqlite-adapter'),
  ])
  const open = async () => {
    const adapter = new SqliteWithEscape({ url: file, timeout: 5000 }, { timestampFormat: 'iso8601' })
    const client = new PrismaClient({ adapter })
    await client.$queryRawUnsafe('PRAGMA journal_mode=WAL')
    await client.$executeRawUnsafe('PRAGMA synchronous=NORMAL')
    await client.$executeRawUnsafe('PRAGMA foreign_keys=ON')
    return client
  }
  return fromClients('sqlite', await open(), await open())
}

async function openPostgres(url: string, answerMs: number): Promise<Db> {
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([
    import('./generated/postgresql/client'),
    import('@prisma/adapter-pg'),
  ])
  // Bounded here: a limit of the server's is no help where the server is what stands still.
  const bounds = { connectionTimeoutMillis: answerMs, query_timeout: answerMs, keepAlive: true }
  const adapter = new PrismaPg({ connectionString: url, max: POSTGRES_CONNECTIONS, ...bounds })
  // The models are the same, so the two generated clients differ in nothing that the stores use.
  const client = new PrismaClient({ adapter }) as unknown as PrismaClient
  return fromClients('postgresql', client, client)
}

function fromClients(which: Provider, reader: PrismaClient, writer: PrismaClient): Db {
  const write = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    let duplicates = 0
    for (let attempt = 1; ; attempt++) {
      try {
        return await writer.$transaction(work, { ...TRANSACTION, isolationLevel: 'Serializable' })
      } catch (error) {
        // Two that make the same record at once: the one that is late finds it when it runs again, and refuses.
        const again = isConflict(error) ? attempt < MAX_ATTEMPTS : isUniqueViolation(error) && ++duplicates === 1
        if (!again) throw error
        await backOff(attempt)
      }
    }
  }
  const close = async () => {
    await reader.$disconnect()
    if (writer !== reader) await writer.$disconnect()
  }
  return { provider: which, read: reader, write, close }
}

/** A conflict means that another transaction was at the same rows: a short, uneven pause lets it finish. */
function backOff(attempt: number): Promise<void> {
  const ms = Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
