import pg from 'pg'
import { KeyedMutex, type Mutex } from './keyed-mutex'

const CONNECT_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 10_000
/** Keeps these apart from advisory locks that others take in the same database. */
const SEED = 0x41_50_45_43

/**
 * One at a time among all processes on one PostgreSQL. Who works holds one connection, which frees the keys however the
 * process ends. Where that connection is lost meanwhile the work goes on, and another may begin beside it.
 */
export class PostgresMutex implements Mutex {
  readonly #here = new KeyedMutex()

  constructor(private readonly url: string) {}

  run<T>(keys: readonly string[], work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#here.run(keys, () => this.#amongAll(keys, work, signal), signal)
  }

  async #amongAll<T>(keys: readonly string[], work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    })
    client.on('error', () => undefined) // what was lost while the work went on; a query that fails says so itself
    await client.connect()
    try {
      await lockAll(client, keys, signal)
      return await work()
    } finally {
      await client.end()
    }
  }
}

/** In the order of their names, so that two never wait for each other. */
async function lockAll(client: pg.Client, keys: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  // It fails the query that waits; PostgreSQL frees what it then gets for nobody.
  const giveUp = () => void client.end()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    for (const key of keys.toSorted()) {
      signal?.throwIfAborted()
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, $2))', [key, SEED])
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}
