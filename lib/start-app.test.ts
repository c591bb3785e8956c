import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { v4 as newId } from 'uuid'
import { signToken } from '@/lib/auth/jwt'
import { readConfig } from '@/lib/config/config'
import { sendResponse, toRequest } from '@/lib/http/node-adapter'
import { silentLog } from '@/lib/testing/log'
import { tempDirs } from '@/lib/testing/temp-dir'
import { startApp, type Running } from './start-app'

const tempDir = tempDirs('start-app')
const root = path.join(import.meta.dirname, '..')
const JWT_SECRET = 'the key of these tests'

let running: Running | undefined
let server: Server
let url: string
beforeEach(async () => {
  server = createServer((req, res) => {
    const gone = new AbortController()
    res.on('close', () => gone.abort())
    const answer = running?.backend.handle(toRequest(req, url, gone.signal)) ?? Promise.reject(new Error('stopped'))
    answer.then((response) => sendResponse(response, req, res)).catch(() => res.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await stop()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function start(dataDir: string): Promise<Running> {
  const config = readConfig({ DATA_DIR: dataDir, PORT: new URL(url).port, JWT_SECRET })
  running = await startApp({ config, log: silentLog, publicUrl: url, root })
  running.startBackground()
  return running
}
async function stop(): Promise<void> {
  running?.endStreams()
  await running?.stop()
  running = undefined
}

async function call(operation: string, content: object): Promise<{ code: number; msg: string; data: unknown }> {
  const authorization = `Bearer ${await signToken(JWT_SECRET, { uid: 1, userName: 'admin' }, '1h')}`
  const header = { msg_id: newId(), timestamp: Date.now() }
  const body = JSON.stringify({ header, route: { source: 'portal', operation: 'x' }, content })
  const response = await fetch(`${url}/apulisEdge/api/${operation}`, {
    method: 'POST',
    headers: { authorization },
    body,
  })
  return ((await response.json()) as { content: { code: number; msg: string; data: unknown } }).content
}
const nodeStatus = async (name: string) =>
  ((await call('node/desNode', { name })).data as { node: { status: string } }).node.status
const isStatus = (name: string, status: string) =>
  vi.waitFor(async () => expect(await nodeStatus(name)).toBe(status), { timeout: 25_000, interval: 100 })
const get = (pathname: string) => fetch(url + pathname)

describe('a console in an empty folder', () => {
  it('has a first user, a database, a cluster and a registry, and says that all work', async () => {
    const dataDir = path.join(await tempDir(), 'data')
    const { firstUser, firstPassword } = await start(dataDir)
    expect(firstPassword).toMatch(/^[\w-]{16}$/)
    const credentials = JSON.stringify({ userName: firstUser, password: firstPassword })
    expect((await fetch(`${url}/api/session`, { method: 'POST', body: credentials })).status).toBe(200)
    const health = await get('/api/health')
    expect([health.status, await health.json()]).toMatchObject([
      200,
      {
        ok: true,
        parts: {
          database: { ok: true, detail: 'sqlite' },
          cluster: { ok: true, detail: expect.stringMatching(/^embedded v1\./) as string },
          registry: { ok: true, detail: 'embedded' },
        },
      },
    ])
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  })

  it('keeps everything but the password for the next start', async () => {
    const dataDir = await tempDir()
    await start(dataDir)
    await call('node/createNode', { name: '边缘', nodeType: 'Generic' })
    await call('demo/joinVirtualNode', { name: '边缘' })
    await isStatus('边缘', 'Online')
    await stop()
    expect((await start(dataDir)).firstPassword).toBeUndefined()
    await isStatus('边缘', 'Online')
  })

  it('says which part does not work', async () => {
    const { app } = await start(await tempDir())
    await app.cluster.embedded?.stop()
    const health = await get('/api/health')
    expect([health.status, await health.json()]).toMatchObject([
      503,
      {
        ok: false,
        parts: {
          database: { ok: true },
          cluster: { ok: false, error: expect.stringContaining('does not answer') as string },
        },
      },
    ])
    expect(await (await get('/health')).text()).toBe('"OK"')
  })

  it('answers what is its own, and leaves the pages to Next', async () => {
    const { backend } = await start(await tempDir())
    const owned = [
      '/health',
      '/api/health',
      '/api/session',
      '/api/nothing',
      '/v2',
      '/v2/',
      '/v2/a/b/tags/list',
      '/apulisEdge/api/x/y',
    ]
    expect(owned.filter((pathname) => !backend.owns(pathname))).toEqual([])
    const pages = ['/', '/nodes', '/healthy', '/apulisEdge', '/v22', '/toString', '/__proto__']
    expect(pages.filter((pathname) => backend.owns(pathname))).toEqual([])
    expect(await (await get('/api/nothing')).json()).toEqual({ code: 10001, msg: 'nothing is served at /api/nothing' })
    expect((await get('/apulisEdge/api/node/listNode')).status).toBe(404)
    expect(await (await get('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', servers: [{ url }] })
    expect((await get('/v2/')).headers.get('www-authenticate')).toMatch(/^Basic /)
  })

  it('answers 10003 where a part fails that nobody thought of', async () => {
    const { app, backend } = await start(await tempDir())
    const broken = vi.spyOn(app.auth, 'authenticate').mockRejectedValue(new Error('the inner works'))
    const response = await backend.handle(new Request(`${url}/api/events`))
    broken.mockRestore()
    expect([response.status, await response.text()]).toEqual([500, '{"code":10003,"msg":"Internal Server Error"}'])
  })
})

it('does not start with a public key that is none', async () => {
  const dataDir = await tempDir()
  const EDGE_PUBLIC_KEY_FILE = path.join(dataDir, 'key.pem')
  await writeFile(EDGE_PUBLIC_KEY_FILE, 'no key')
  const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET, EDGE_PUBLIC_KEY_FILE })
  await expect(startApp({ config, log: silentLog, publicUrl: url, root })).rejects.toMatchObject({
    name: 'ConfigError',
    message: `EDGE_PUBLIC_KEY_FILE: ${EDGE_PUBLIC_KEY_FILE} cannot be read as a public key in PEM`,
  })
})

it('does not start with a database that cannot be used', async () => {
  const config = readConfig({ DATA_DIR: await tempDir(), JWT_SECRET, DATABASE_URL: 'postgresql://db:port/console' })
  await expect(startApp({ config, log: silentLog, publicUrl: url, root })).rejects.toMatchObject({
    name: 'ConfigError',
    message: 'DATABASE_URL: cannot be read as an address',
  })
})

describe('virtual nodes', () => {
  it('join, lose power and come back', async () => {
    await start(await tempDir())
    await call('node/createNode', { name: 'edge', nodeType: 'Generic' })
    expect(await nodeStatus('edge')).toBe('NotInstalled')
    expect(await call('demo/joinVirtualNode', { name: 'edge', arch: 'amd64' })).toMatchObject({ code: 0, data: 'OK' })
    await isStatus('edge', 'Online')
    expect((await call('node/desNode', { name: 'edge' })).data).toMatchObject({ node: { arch: 'amd64' } })
    await call('demo/stopVirtualNode', { name: 'edge' })
    await isStatus('edge', 'Offline')
    await call('demo/startVirtualNode', { name: 'edge' })
    await isStatus('edge', 'Online')
  })

  it('are refused for what is no node, no processor, or no machine yet', async () => {
    await start(await tempDir())
    await call('node/createNode', { name: 'edge', nodeType: 'Generic' })
    expect(await call('demo/joinVirtualNode', { name: 'nobody' })).toMatchObject({
      code: 30000,
      msg: 'record not found',
    })
    expect(await call('demo/joinVirtualNode', { name: 'edge', arch: 'riscv64' })).toMatchObject({
      msg: 'arch type not exist',
    })
    expect((await call('demo/stopVirtualNode', { name: 'edge' })).code).toBe(30000)
    expect((await call('demo/startVirtualNode', { name: 'edge' })).code).toBe(30000)
  })

  it('get a script with the token of this cluster', async () => {
    await start(await tempDir())
    await call('node/createNode', { name: 'edge', nodeType: 'Generic' })
    const { data } = await call('node/scripts', { name: 'edge', arch: 'arm64' })
    expect((data as { script: string }).script).toMatch(/\nTOKEN='[^']{16,}'\n/)
  })
})
