import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createConnection, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { sendResponse, toRequest, whenGone } from '@/lib/http/node-adapter'
import { freePort } from '@/lib/testing/free-port'
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

interface DockerRegistryOptions {
  /** Files of its certificate and key: it then speaks TLS. */
  tls?: { certificate: string; key: string }
  /** Its registry answers 405 to every deletion. */
  deleteDisabled?: boolean
  /** More of its YAML, e.g. `auth`. */
  extra?: string
}

/** Starts Debian's docker-registry. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<TestServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'docker-registry-'))
  const port = await freePort()
  const file = path.join(dir, 'config.yml')
  await writeFile(file, registryYaml(options, dir, port))
  const child = spawn('docker-registry', ['serve', file], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await until(() => isListening(port), exited)
  } catch (error) {
    await stop()
    throw error
  }
  const host = `127.0.0.1:${port}`
  return { url: `${options.tls ? 'https' : 'http'}://${host}`, host, stop }
}

function registryYaml({ tls, deleteDisabled, extra = '' }: DockerRegistryOptions, dir: string, port: number): string {
  return [
    'version: 0.1',
    'log:\n  level: error',
    `storage:\n  filesystem:\n    rootdirectory: ${dir}/data`,
    `  delete:\n    enabled: ${deleteDisabled !== true}`,
    `http:\n  addr: 127.0.0.1:${port}`,
    ...(tls ? [`  tls:\n    certificate: ${tls.certificate}\n    key: ${tls.key}`] : []),
    extra,
  ].join('\n')
}

async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } finally {
    socket.destroy()
  }
}

/** Asks again and again, at most ten seconds, until the condition holds. */
export async function until(condition: () => Promise<boolean>, gone?: Promise<unknown>): Promise<void> {
  const end = Date.now() + 10_000
  let isGone = false
  void gone?.then(() => (isGone = true))
  for (let last: unknown; ;) {
    try {
      if (await condition()) return
    } catch (error) {
      last = error
    }
    if (isGone) throw new Error('the program ended', { cause: last })
    if (Date.now() > end) throw new Error('did not happen within ten seconds', { cause: last })
    await delay(20)
  }
}
