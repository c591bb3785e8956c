import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port'
import { OwnedProcess } from './owned-process'
import { waitFor } from './wait'

const DEBIAN = '/usr/lib/postgresql'
const USER = 'postgres'

/** A PostgreSQL of its own on a port of its own. It must not run as root: there it runs as the user postgres. */
export class Postgres {
  #server: OwnedProcess | undefined

  private constructor(
    readonly dir: string,
    readonly port: number,
    readonly as: { uid?: number; gid?: number },
  ) {}

  /** Whoever calls it stops it. */
  static async start(): Promise<Postgres> {
    const as = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {}
    const dir = await mkdtemp(path.join(tmpdir(), 'console-postgres-'))
    if (as.uid !== undefined) chownSync(dir, as.uid, as.gid)
    const initdb = ['-D', path.join(dir, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']
    await promisify(execFile)(program('initdb'), [...initdb, '--no-sync'], { ...as, cwd: dir })
    const made = new Postgres(dir, await freePort(), as)
    try {
      await made.run()
    } catch (error) {
      await made.stop()
      throw error
    }
    return made
  }

  /** Of the one database in it. */
  get url(): string {
    return `postgresql://${USER}@127.0.0.1:${this.port}/postgres`
  }

  /** Starts it (again) and waits until it takes connections. */
  async run(): Promise<void> {
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.dir}`]
    const args = ['-D', path.join(this.dir, 'data'), '-p', String(this.port)]
    const server = new OwnedProcess(program('postgres'), [...args, ...settings.flatMap((setting) => ['-c', setting])], {
      ...this.as,
      cwd: this.dir,
    })
    this.#server = server
    await waitFor(() => ready(server, this.port), { what: 'PostgreSQL takes connections' })
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
}

async function ready(server: OwnedProcess, port: number): Promise<boolean> {
  if (server.hasExited) throw new Error(`PostgreSQL ended:\n${server.tail()}`)
  const socket = createConnection(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
  return server.lines.some((line) => line.includes('ready to accept connections'))
}

function id(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, USER], { encoding: 'utf8' }))
}

/** Debian keeps the server's programs off the PATH. */
function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  const places = versions.map((version) => path.join(DEBIAN, version, 'bin', name))
  return places.find((place) => existsSync(place)) ?? name
}
