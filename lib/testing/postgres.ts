import { execFile, spawnSync } from 'node:child_process'
import { chownSync, existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port'
import { isListening } from './listening'
import { OwnedProcess } from './owned-process'
import { startOrStop } from './start-or-stop'
import { waitFor } from './wait'

const DEBIAN = '/usr/lib/postgresql'
const USER = 'postgres'
const INITDB_MS = 60_000

/** A PostgreSQL of its own on a port of its own. It must not run as root: there it runs as the user postgres. */
export class Postgres {
  #server: OwnedProcess | undefined
  #databases = 0

  private constructor(
    readonly dir: string,
    readonly port: number,
    readonly as: { uid?: number; gid?: number },
  ) {}

  /** Why none can be started here; undefined where one can. */
  static whyNot(): string | undefined {
    const missing = ['initdb', 'postgres'].filter((name) => spawnSync(program(name), ['--version']).status !== 0)
    if (missing.length > 0) return `not installed: ${missing.join(', ')}`
    return isRoot() && numericId('-u') === undefined
      ? `PostgreSQL does not run as root, and there is no user ${USER}`
      : undefined
  }

  /** Whoever calls it stops it. */
  static async start(): Promise<Postgres> {
    const as = isRoot() ? { uid: numericId('-u'), gid: numericId('-g') } : {}
    const dir = await mkdtemp(path.join(tmpdir(), 'postgres-'))
    if (as.uid !== undefined && as.gid !== undefined) chownSync(dir, as.uid, as.gid)
    const made = new Postgres(dir, await freePort(), as)
    await startOrStop(made, async () => {
      await made.#init()
      await made.run()
    })
    return made
  }

  /** Of the database that is there from the start. */
  get url(): string {
    return this.#urlOf('postgres')
  }

  /** The URL of a new, empty database. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`
    await withClient(this.url, (client) => client.query(`CREATE DATABASE ${name}`))
    return this.#urlOf(name)
  }

  /** Starts it (again) and waits until it takes connections. */
  async run(): Promise<void> {
    const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1']
    const sockets = `unix_socket_directories=${this.dir}`
    const args = ['-D', this.#data, '-p', String(this.port)]
    const server = new OwnedProcess(
      program('postgres'),
      [...args, ...[...settings, sockets].flatMap((setting) => ['-c', setting])],
      { ...this.as, cwd: this.dir },
    )
    this.#server = server
    const isReady = async () =>
      (await isListening(server, this.port)) &&
      server.lines.some((line) => line.includes('ready to accept connections'))
    await waitFor(isReady, { what: 'PostgreSQL takes connections', timeoutMs: 30_000 })
  }

  /** Ends it as a power cut does for whoever is connected: no goodbye, and nothing is written that was not. */
  async crash(): Promise<void> {
    await this.#server?.end('SIGQUIT')
  }

  /** To the server and to each of its processes, one of which serves one connection. */
  signal(signal: NodeJS.Signals): void {
    const pid = this.#server?.pid
    if (pid === undefined) throw new Error('PostgreSQL does not run')
    spawnSync('pkill', ['--signal', signal, '--parent', String(pid)])
    process.kill(pid, signal)
  }

  async stop(): Promise<void> {
    await this.crash()
    await rm(this.dir, { recursive: true, force: true })
  }

  get #data(): string {
    return path.join(this.dir, 'data')
  }

  #urlOf(database: string): string {
    return `postgresql://${USER}@127.0.0.1:${this.port}/${database}`
  }

  async #init(): Promise<void> {
    const args = ['-D', this.#data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
    await promisify(execFile)(program('initdb'), args, { ...this.as, cwd: this.dir, timeout: INITDB_MS })
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
  const { status, stdout } = spawnSync('id', [which, USER], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}

/** Debian keeps the server's programs off the PATH. */
function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  const places = versions.map((version) => path.join(DEBIAN, version, 'bin', name))
  return places.find((place) => existsSync(place)) ?? name
}
