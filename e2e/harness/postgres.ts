import { execFile, execFileSync } from 'node:child_process'
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

export interface Postgres {
  /** Of the one database in it. */
  readonly url: string
  stop(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'
const USER = 'postgres'

/** Starts a PostgreSQL of its own on a free port. It must not run as root: there it runs as the user postgres. */
export async function startPostgres(): Promise<Postgres> {
  const as = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {}
  const dir = await mkdtemp(path.join(tmpdir(), 'console-postgres-'))
  if (as.uid !== undefined) chownSync(dir, as.uid, as.gid)
  const data = path.join(dir, 'data')
  const initdb = ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  await promisify(execFile)(program('initdb'), initdb, { ...as, cwd: dir })
  const port = await freePort()
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`]
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const server = new OwnedProcess(program('postgres'), args, { ...as, cwd: dir })
  const stop = async () => {
    await server.end('SIGQUIT')
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await waitFor(() => ready(server, port), { what: 'PostgreSQL takes connections' })
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `postgresql://${USER}@127.0.0.1:${port}/postgres`, stop }
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
