import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '@/lib/testing/free-port'

const START_TIMEOUT_MS = 30_000

export interface PostgresServer {
  /** The URL of a new, empty database. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/** Why no PostgreSQL can be started here; undefined where one can. */
export function missingPostgres(): string | undefined {
  if (!['initdb', 'postgres'].every((program) => spawnSync(program, ['--version']).status === 0)) {
    return 'initdb and postgres are not installed'
  }
  return isRoot() && numericId('-u') === undefined
    ? 'PostgreSQL does not run as root, and there is no user postgres'
    : undefined
}

/** A real PostgreSQL on a port and in a folder of its own; it forgets nothing but a power cut. */
export async function startPostgres(): Promise<PostgresServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'postgres-'))
  const owner = isRoot() ? { uid: numericId('-u') ?? 0, gid: numericId('-g') ?? 0 } : {}
  if (owner.uid !== undefined) await chown(dir, owner.uid, owner.gid)
  const init = ['-D', dir, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  await promisify(execFile)('initdb', init, { ...owner, cwd: dir })
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'full_page_writes=off']
  const args = ['-D', dir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn('postgres', args, { ...owner, cwd: dir, stdio: 'ignore' })
  const exited = once(child, 'exit')
  const url = (database: string) => `postgresql://tester@127.0.0.1:${port}/${database}`
  const stop = async () => {
    child.kill('SIGQUIT') // at once, whoever is connected
    await exited
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await whenReady(url('postgres'), child)
  } catch (error) {
    await stop()
    throw error
  }
  let count = 0
  const createDatabase = async () => {
    const name = `test_${++count}`
    await withClient(url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`))
    return url(name)
  }
  return { createDatabase, stop }
}

async function whenReady(url: string, child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      return await withClient(url, async (client) => void (await client.query('SELECT 1')))
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadlineMs)
        throw new Error('PostgreSQL did not start', { cause: error })
      await delay(50)
    }
  }
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function numericId(which: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [which, 'postgres'], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}
