import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { sendResponse, toRequest, whenGone } from '@/lib/http/node-adapter'
import { createEmbeddedRegistry, type EmbeddedRegistry } from '../embedded/embedded-registry'

/** Real servers for the tests, each on a port of its own on 127.0.0.1. */
export interface TestServer {
  url: string
  /** `127.0.0.1:<port>` */
  host: string
  stop(): Promise<void>
}

export const TEST_USER = { username: 'tester', password: 'a long password' }

export function hasProgram(name: string): boolean {
  const isThere = spawnSync('which', [name]).status === 0
  if (!isThere) process.stdout.write(`skipped: ${name} is not installed, so nothing is tried with it\n`)
  return isThere
}

/** Serves a fetch-style handler through the same adapter as the console does. */
export async function serve(handle: (request: Request) => Promise<Response>): Promise<TestServer> {
  const server = createServer((req, res) => {
    handle(toRequest(req, 'http://127.0.0.1', whenGone(res)))
      .then((response) => sendResponse(response, req, res))
      .catch(() => res.destroy()) // the client went away half way: there is nobody to tell
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://${host}`, host, stop }
}

type Options = Partial<Parameters<typeof createEmbeddedRegistry>[0]>

export async function startEmbedded(
  options: Options = {},
): Promise<TestServer & { registry: EmbeddedRegistry; dir: string }> {
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'embedded-registry-')))
  const authenticate = (userName: string, password: string) =>
    Promise.resolve(userName === TEST_USER.username && password === TEST_USER.password)
  const log = pino({ level: 'silent' })
  const registry = await createEmbeddedRegistry({ dir, log, authenticate, ...options })
  const server = await serve((request) => registry.handle(request))
  const stop = async () => {
    await server.stop()
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }
  return { ...server, stop, registry, dir }
}
