import pg from 'pg'
import { KeyedMutex, type Mutex } from './keyed-mutex'

const CONNECT_TIMEOUT_MS = 10_000
/** Keeps these apart from advisory locks that others take in the same database. */
const SEED = 0x41_50_45_43

/**
 * One at a time among all processes on one PostgreSQL. Who works holds a connection, which frees the key however the
 * process ends. Where that connection is lost meanwhile the work goes on, and another may begin beside it.
 */
export class PostgresMutex implements Mutex {
  readonly #here = new KeyedMutex()

  constructor(private readonly url: string) {}

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.#here.run(key, () => this.#amongAll(key, work))
  }

  async #amongAll<T>(key: string, work: () => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    })
    client.on('error', () => undefined) // what was lost while the work went on; a query that fails says so itself
    await client.connect()
    try {
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, $2))', [key, SEED])
      return await work()
    } finally {
      await client.end()
    }
  }
}
