import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { tempDirs } from '@/lib/testing/temp-dir'
import { KubeError } from './kube-error'
import { KubeTransport, type KubeRequest } from './transport'

const IDLE_MS = 100
const tempDir = tempDirs('kube-transport')
let server: TestServer
let transport: KubeTransport
afterEach(async () => {
  transport.close()
  await server.stop()
})

async function start(handle: Parameters<typeof startHttpServer>[0], base = ''): Promise<void> {
  server = await startHttpServer(handle)
  transport = new KubeTransport(kubeConfigFor(server.url + base))
}
const send = (request: Partial<KubeRequest> = {}) =>
  transport.send({ method: 'GET', path: '/version', idleTimeoutMs: IDLE_MS, ...request })
const read = async (answer: IncomingMessage) => {
  let text = ''
  for await (const part of answer as AsyncIterable<Buffer>) text += part.toString('utf8')
  return text
}

it('gives up on a server that says nothing', async () => {
  await start(() => undefined)
  await expect(send()).rejects.toMatchObject({
    status: 0,
    message: expect.stringContaining('nothing came for 0.1 s') as string,
  })
})

it('gives up on a server that stops in the middle of its answer', async () => {
  await start((_, res) => void res.writeHead(200).write('half'))
  const answer = await send()
  await expect(read(answer)).rejects.toThrow()
})

it('waits for a server that is slow and not silent', async () => {
  await start((_, res) => {
    let left = 8
    const timer = setInterval(() => {
      res.write('.')
      if (--left > 0) return
      clearInterval(timer)
      res.end()
    }, IDLE_MS / 4)
  })
  expect(await read(await send())).toBe('........')
})

it('keeps the path of a server behind a proxy, and leaves out what is not set', async () => {
  await start((_, res) => void res.end('ok'), '/k8s/clusters/c-1/')
  await send({
    path: '/api/v1/nodes',
    query: { limit: 5, watch: true, continue: undefined, labelSelector: 'a in (b, c)' },
  })
  expect(server.requests[0]?.url).toBe(
    '/k8s/clusters/c-1/api/v1/nodes?limit=5&watch=true&labelSelector=a+in+%28b%2C+c%29',
  )
})

it('can go on after the server was away', async () => {
  let isAway = true
  await start((req, res) => (isAway ? req.socket.destroy() : res.end('back')))
  await expect(send()).rejects.toMatchObject({ status: 0 })
  isAway = false
  expect(await read(await send())).toBe('back')
})

/** With a user whose credentials a program gives. */
async function startWithPlugin(
  script: string,
  handle: RequestListener = (_, res) => void res.end('ok'),
): Promise<void> {
  await start(handle)
  const config = kubeConfigFor(server.url)
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script] }
  config.users = [{ name: 'u', exec }]
  transport = new KubeTransport(config)
}

it('does not wait for credentials longer than for an answer, nor start the plugin that hangs again', async () => {
  const started = path.join(await tempDir(), 'started')
  await startWithPlugin(`echo $$ >> ${started}; exec sleep 60`)
  const waited = await Promise.allSettled([send(), send(), send({ signal: AbortSignal.timeout(20) })])
  waited.push(...(await Promise.allSettled([send()])))
  for (const outcome of waited) {
    const reason: unknown = outcome.status === 'rejected' ? outcome.reason : undefined
    expect(reason).toBeInstanceOf(KubeError)
    expect(reason).toMatchObject({
      unreachable: true,
      message: expect.stringMatching(/^the credentials for the cluster cannot be had: /) as string,
    })
  }
  const pids = await eventually(async () => (await readFile(started, 'utf8')).trim().split('\n'))
  for (const pid of pids) process.kill(Number(pid))
  expect(pids).toHaveLength(1)
  expect(server.requests).toEqual([])
})

it('says what a plugin says that fails', async () => {
  await startWithPlugin('echo "the session has ended" >&2; exit 1')
  await expect(send({ idleTimeoutMs: 10_000 })).rejects.toMatchObject({
    name: 'KubeError',
    unreachable: true,
    message: expect.stringContaining('the session has ended') as string,
  })
})

it('keeps no idle connection after one went dead without an end', async () => {
  const dead = new Set<unknown>()
  await start((req, res) => {
    if (!dead.has(req.socket)) res.end('ok')
  })
  await Promise.all((await Promise.all([send(), send(), send()])).map(read))
  for (const { socket } of server.requests) dead.add(socket)
  expect(dead.size).toBe(3)
  await expect(send()).rejects.toMatchObject({ unreachable: true })
  expect(await read(await send())).toBe('ok')
})

it('bounds the wait for a connection while all are taken, and ends it with its signal', async () => {
  await start(() => undefined)
  const held = Array.from({ length: 32 }, () => send({ idleTimeoutMs: 60_000 }))
  await eventually(() => expect(server.requests).toHaveLength(32))
  const stop = new AbortController()
  const broken = send({ idleTimeoutMs: 60_000, signal: stop.signal })
  await expect(send()).rejects.toMatchObject({
    unreachable: true,
    message: expect.stringContaining('no connection was free for 0.1 s') as string,
  })
  stop.abort(new Error('nobody waits any more'))
  await expect(broken).rejects.toMatchObject({
    unreachable: true,
    message: expect.stringContaining('nobody waits any more') as string,
  })
  await server.stop()
  for (const outcome of await Promise.allSettled(held)) expect(outcome.status).toBe('rejected')
  expect(server.requests).toHaveLength(32)
})

it('keeps its connection through a proxy, also when the credentials were asked for again', async () => {
  await start((_, res) => void res.end('ok'))
  const tunnels: string[] = []
  const proxy = createServer()
  proxy.on('connect', (req, socket: Socket) => {
    tunnels.push(req.url ?? '')
    const beyond = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      beyond.pipe(socket).pipe(beyond)
    })
    socket.on('close', () => beyond.destroy()).on('error', () => beyond.destroy())
    beyond.on('close', () => socket.destroy()).on('error', () => socket.destroy())
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const config = kubeConfigFor(server.url)
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  config.clusters = config.clusters.map((cluster) => ({ ...cluster, proxyUrl }))
  transport = new KubeTransport(config)
  for (let times = 0; times < 3; times++) {
    expect(await read(await send({ idleTimeoutMs: 5000 }))).toBe('ok')
    transport.forgetCredentials()
  }
  expect(tunnels).toEqual([new URL(server.url).host])
  transport.close()
  proxy.close()
  await once(proxy, 'close')
})

it('lets the connections go of certificates that were replaced, each when its request is over', async () => {
  const file = path.join(await tempDir(), 'credentials')
  const issue = (clientCertificateData: string) => {
    const status = { clientCertificateData, clientKeyData: 'key' }
    return writeFile(
      file,
      JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }),
    )
  }
  await issue('old')
  let finish = () => undefined as unknown
  await startWithPlugin(`cat ${file}`, (req, res) => {
    if (req.url === '/slow') finish = () => res.end('all of it')
    else res.end('ok')
  })
  const limits = { idleTimeoutMs: 10_000 }
  const slow = send({ path: '/slow', ...limits })
  await read(await send(limits))
  await eventually(() => expect(server.requests).toHaveLength(2))
  const [first, second] = server.requests.map(({ url, socket }) => ({ url, socket }))
  const [busy, idle] = first?.url === '/slow' ? [first, second] : [second, first]
  await issue('new')
  transport.forgetCredentials()
  await read(await send(limits))
  await eventually(() => expect(idle?.socket.destroyed).toBe(true))
  expect(busy?.socket.destroyed).toBe(false)
  finish()
  expect(await read(await slow)).toBe('all of it')
  await eventually(() => expect(busy?.socket.destroyed).toBe(true))
  expect(server.requests[2]?.socket.destroyed).toBe(false)
})
