import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Logger } from 'pino'
import { ConfigError } from '@/lib/config/config-error'

/** One that is started together with the console takes about as long. */
const WAIT_MS = 30_000
const ATTEMPT_MS = 10_000
const PAUSE_MS = 500

interface Trouble {
  /** In plain words. */
  cause: string
  /** Whether time alone may mend it. */
  passes: boolean
}

/**
 * Answers when the PostgreSQL takes a connection; one that is away is waited for.
 * @throws ConfigError where it stays away for `waitMs`, and at once where it answers that it does not serve this URL
 */
export async function reachPostgres(url: string, log: Logger, waitMs = WAIT_MS): Promise<void> {
  const seconds = waitMs / 1000
  const end = performance.now() + waitMs
  for (let isFirst = true; ; isFirst = false) {
    const client = await clientOf(url, Math.max(1, Math.min(ATTEMPT_MS, end - performance.now())))
    const trouble = await tryOnce(client)
    if (!trouble) return
    const { host, port, database = '' } = client
    const { cause, passes } = trouble
    const where = `the PostgreSQL at ${host}:${port}, database ${database},`
    if (!passes) throw new ConfigError(`DATABASE_URL: ${where} cannot be used: ${cause}`)
    if (performance.now() + PAUSE_MS >= end) {
      throw new ConfigError(`DATABASE_URL: ${where} was not there within ${seconds} s: ${cause}`)
    }
    if (isFirst) log.warn({ host, port, database, why: cause, seconds }, 'waiting for the database')
    await delay(PAUSE_MS)
  }
}

async function clientOf(connectionString: string, connectionTimeoutMillis: number): Promise<Client> {
  const { default: pg } = await import('pg')
  try {
    return new pg.Client({ connectionString, connectionTimeoutMillis })
  } catch (cause) {
    // Its message may hold the password.
    throw new ConfigError('DATABASE_URL: cannot be read as an address', { cause })
  }
}

async function tryOnce(client: Client): Promise<Trouble | undefined> {
  client.on('error', () => undefined) // a connection that breaks once it was made has told enough
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return troubleOf(error, client)
  } finally {
    await client.end()
  }
}

/** By the system's codes and PostgreSQL's (its appendix A). */
function troubleOf(error: unknown, { user = '', database = '', host }: Client): Trouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = (error instanceof Error && error.message) || code
  switch (code) {
    case 'ECONNREFUSED':
      return { cause: 'the connection was refused', passes: true }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { cause: `there is no address for ${host}`, passes: true }
    case '28P01':
      return { cause: `wrong password for the user ${user}`, passes: false }
    case '3D000':
      return { cause: `there is no such database: ${database}`, passes: false }
  }
  if (message === 'timeout expired') return { cause: 'there is no answer', passes: true }
  if (message.includes('password must be a string')) return { cause: 'it asks for a password', passes: false }
  // What is between is away; or it starts, stops (57P0x), or has no connection to spare (53300).
  const passes = /^(E[A-Z]+|57P0\d|53300)$/.test(code) || message.startsWith('Connection terminated')
  return { cause: message, passes }
}
