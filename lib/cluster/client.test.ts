import { rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { kubeConfigFor } from '@/lib/testing/kube-config'
import { recordingLog } from '@/lib/testing/log'
import { tempDirs } from '@/lib/testing/temp-dir'
import { KubeClient } from './client'
import type { NodeObject, WatchEvent } from './kinds'
import { NODES } from './resources'

const tempDir = tempDirs('kube-client')
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function clientOf(
  handle: RequestListener,
  user: Record<string, string> = {},
): Promise<{ client: KubeClient; server: TestServer }> {
  const server = await startHttpServer(handle)
  const client = new KubeClient(kubeConfigFor(server.url, user))
  ending.push(
    () => server.stop(),
    () => client.close(),
  )
  return { client, server }
}
const json =
  (status: number, value: unknown): RequestListener =>
  (_, res) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }
const node = (name: string): NodeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, resourceVersion: '1' },
})
const unreachable = (message: RegExp) =>
  expect.objectContaining({
    status: 0,
    reason: 'Unreachable',
    unreachable: true,
    message: expect.stringMatching(message) as string,
  }) as Error

describe('KubeClient', () => {
  it('sends method, path, body and kind of body', async () => {
    const bodies: string[] = []
    const { client, server } = await clientOf((req, res) => {
      let body = ''
      req.on('data', (part: Buffer) => (body += part.toString('utf8')))
      req.on('end', () => {
        bodies.push(body)
        res.end('{"gitVersion":"v1.2.3"}')
      })
    })
    await client.create(NODES, node('a'))
    await client.replace(NODES, node('a'))
    await client.patch(NODES, { name: 'a' }, { metadata: { labels: { x: null, 名: 'y' } } })
    await client.delete(NODES, { name: 'a' })
    expect(await client.version()).toBe('v1.2.3')
    expect(server.requests.map(({ method, url, headers }) => [method, url, headers['content-type']])).toEqual([
      ['POST', '/api/v1/nodes', 'application/json'],
      ['PUT', '/api/v1/nodes/a', 'application/json'],
      ['PATCH', '/api/v1/nodes/a', 'application/merge-patch+json'],
      ['DELETE', '/api/v1/nodes/a', 'application/json'],
      ['GET', '/version', undefined],
    ])
    expect(JSON.parse(bodies[2] ?? '')).toEqual({ metadata: { labels: { x: null, 名: 'y' } } })
    expect(JSON.parse(bodies[3] ?? '')).toMatchObject({ propagationPolicy: 'Background' })
  })

  it('answers a refusal as a KubeError with the server’s own words', async () => {
    const { client } = await clientOf(
      json(409, { kind: 'Status', reason: 'AlreadyExists', message: 'nodes "a" already exists' }),
    )
    await expect(client.create(NODES, node('a'))).rejects.toMatchObject({ status: 409, reason: 'AlreadyExists' })
  })

  it('lists in pages until there is no more', async () => {
    const { client, server } = await clientOf((req, res) => {
      const at = Number(new URL(req.url ?? '', 'http://h').searchParams.get('continue') ?? 0)
      const metadata = { resourceVersion: '77', continue: at < 2 ? String(at + 1) : '' }
      res.end(JSON.stringify({ metadata, items: [node(`n${at}`)] }))
    })
    const items = await client.list(NODES, { labelSelector: 'a=b,c', fieldSelector: 'metadata.name!=x' })
    expect(items.map((item) => item.metadata.name)).toEqual(['n0', 'n1', 'n2'])
    expect(server.requests[0]?.url).toBe(
      '/api/v1/nodes?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%21%3Dx&limit=100',
    )
    expect(server.requests).toHaveLength(3)
  })

  it('keeps its connection', async () => {
    const { client, server } = await clientOf(json(200, { gitVersion: 'v1' }))
    for (let i = 0; i < 5; i++) await client.version()
    expect(new Set(server.requests.map(({ socket }) => socket.remotePort)).size).toBe(1)
  })

  it('is told that nobody listens', async () => {
    const { client, server } = await clientOf(json(200, {}))
    await server.stop()
    ending.shift()
    await expect(client.version()).rejects.toEqual(unreachable(/does not answer: .*ECONNREFUSED/))
  })

  it('is told that the server hangs up, before its answer or in it', async () => {
    const { client } = await clientOf((req, res) => {
      if (req.url === '/version') return void req.socket.destroy()
      res.writeHead(200, { 'content-length': 1000 })
      res.write('{"half":')
      setImmediate(() => req.socket.destroy())
    })
    await expect(client.version()).rejects.toEqual(unreachable(/does not answer: socket hang up/))
    await expect(client.get(NODES, { name: 'a' })).rejects.toEqual(unreachable(/broke off/))
  })

  it('waits no longer than its caller, for an answer or for the rest of one', async () => {
    const { client } = await clientOf((req, res) => {
      if (req.url !== '/version') res.writeHead(200).write('{"half":')
    })
    const soon = AbortSignal.timeout(300)
    await expect(client.version(soon)).rejects.toEqual(unreachable(/abort/i))
    await expect(client.get(NODES, { name: 'a' }, AbortSignal.timeout(300))).rejects.toEqual(unreachable(/abort/i))
  })

  it.each(['<html>not Kubernetes</html>', '', '{"items":'])(
    'is not confused by an answer that is no JSON: %j',
    async (body) => {
      const { client } = await clientOf((_, res) => void res.writeHead(200).end(body))
      await expect(client.version()).rejects.toMatchObject({ name: 'KubeError', unreachable: true })
    },
  )

  it('sends the kubeconfig’s token, and says nothing of it in the log', async () => {
    const { server } = await clientOf(json(200, { gitVersion: 'v1' }))
    const { log, lines } = recordingLog()
    const client = new KubeClient(kubeConfigFor(server.url, { token: 'a secret token' }), log)
    ending.push(() => client.close())
    await client.version()
    expect(server.requests[0]?.headers.authorization).toBe('Bearer a secret token')
    expect(lines).toMatchObject([{ method: 'GET', path: '/version', status: 200 }])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it.each([
    ['of no known end', {}],
    ['that would have been good for long', { expirationTimestamp: '2200-01-01T00:00:00Z' }],
  ])('asks for credentials anew after a 401, in place of some %s', async (_, more) => {
    const file = path.join(await tempDir(), 'token.json')
    const issue = (token: string) =>
      writeFile(
        file,
        JSON.stringify({
          apiVersion: 'client.authentication.k8s.io/v1',
          kind: 'ExecCredential',
          status: { token, ...more },
        }),
      )
    const { server } = await clientOf((req, res) => {
      if (req.headers.authorization === 'Bearer second') res.end('{"gitVersion":"v1"}')
      else res.writeHead(401).end()
    })
    const config = new KubeConfig()
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'cat',
      args: [file],
      interactiveMode: 'Never',
    }
    config.loadFromString(
      JSON.stringify({
        'current-context': 'x',
        clusters: [{ name: 'c', cluster: { server: server.url } }],
        users: [{ name: 'u', user: { exec } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      }),
    )
    const client = new KubeClient(config)
    ending.push(() => client.close())
    await issue('first')
    await expect(client.version()).rejects.toMatchObject({ status: 401 })
    await issue('second')
    expect(await client.version()).toBe('v1')
  })

  it('goes on with the token that is in its file now, without a failure in between', async () => {
    const dir = await tempDir()
    const tokenFile = path.join(dir, 'token')
    let valid = 'first'
    const { server } = await clientOf((req, res) => {
      if (req.headers.authorization === `Bearer ${valid}`) res.end('{"metadata":{"name":"a"}}')
      else res.writeHead(401).end('{"reason":"Unauthorized"}')
    })
    await writeFile(tokenFile, 'first\n')
    await writeFile(
      path.join(dir, 'config'),
      JSON.stringify({
        'current-context': 'x',
        clusters: [{ name: 'c', cluster: { server: server.url } }],
        users: [{ name: 'u', user: { tokenFile: 'token' } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      }),
    )
    const client = KubeClient.fromFile(path.join(dir, 'config'))
    ending.push(() => client.close())
    await client.get(NODES, { name: 'a' })
    await writeFile(tokenFile, 'second\n')
    valid = 'second'
    expect(await client.patch(NODES, { name: 'a' }, { metadata: {} })).toEqual({ metadata: { name: 'a' } })
    valid = 'third'
    await expect(client.get(NODES, { name: 'a' })).rejects.toMatchObject({ status: 401, reason: 'Unauthorized' })
    await rm(tokenFile)
    await expect(client.get(NODES, { name: 'a' })).rejects.toEqual(unreachable(/the token in .* cannot be read/))
  })

  it('says so where the kubeconfig names no cluster', () => {
    expect(() => new KubeClient(new KubeConfig())).toThrow('names no current cluster')
  })
})

describe('a watch', () => {
  const watch = (client: KubeClient, signal = AbortSignal.timeout(10_000)) =>
    client.watch(NODES, { labelSelector: 'a' }, '5', { timeoutSeconds: 100, signal })
  async function collect(events: AsyncIterable<WatchEvent<NodeObject>>) {
    const types: string[] = []
    for await (const event of events) types.push(event.type)
    return types
  }
  const line = (type: string, name = 'a') => `${JSON.stringify({ type, object: node(name) })}\n`

  it('asks from a resourceVersion on, with bookmarks', async () => {
    const { client, server } = await clientOf((_, res) => void res.end())
    expect(await collect(watch(client))).toEqual([])
    expect(server.requests[0]?.url).toBe(
      '/api/v1/nodes?labelSelector=a&watch=true&allowWatchBookmarks=true&resourceVersion=5&timeoutSeconds=100',
    )
  })

  it('tells events as they come, however the bytes are cut', async () => {
    const text = line('ADDED', '节点') + line('MODIFIED') + '\n' + line('BOOKMARK')
    const { client } = await clientOf((_, res) => {
      const bytes = Buffer.from(text)
      for (let i = 0; i < bytes.length; i += 7) res.write(bytes.subarray(i, i + 7))
      res.end()
    })
    const events: WatchEvent<NodeObject>[] = []
    for await (const event of watch(client)) events.push(event)
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'BOOKMARK'])
    expect(events[0]?.object.metadata).toMatchObject({ name: '节点' })
  })

  it('tells an event before the next one is there', async () => {
    const { client } = await clientOf((_, res) => void res.write(line('ADDED')))
    for await (const event of watch(client)) {
      expect(event.type).toBe('ADDED')
      break
    }
  })

  it('closes the connection when nobody listens any more', async () => {
    const closed = vi.fn()
    const { client } = await clientOf((req, res) => {
      req.socket.on('close', closed)
      res.write(line('ADDED'))
    })
    for await (const _ of watch(client)) break
    await eventually(() => expect(closed).toHaveBeenCalled())
  })

  it('ends when it is aborted', async () => {
    const abort = new AbortController()
    const { client } = await clientOf((_, res) => void res.write(line('ADDED')))
    const collected = collect(watch(client, abort.signal))
    setImmediate(() => abort.abort())
    await expect(collected).rejects.toMatchObject({ reason: 'Unreachable' })
  })

  it('fails with 410 where the resourceVersion is too old', async () => {
    const { client } = await clientOf(
      json(410, { kind: 'Status', reason: 'Expired', message: 'too old resource version' }),
    )
    await expect(collect(watch(client))).rejects.toMatchObject({ status: 410, reason: 'Expired' })
  })

  it('fails where it breaks off in the middle of a line, or says what is no JSON', async () => {
    const { client } = await clientOf((req, res) => {
      res.write(`${line('ADDED')}{"type":"MODI`)
      setImmediate(() => req.socket.destroy())
    })
    await expect(collect(watch(client))).rejects.toEqual(unreachable(/broke off/))
    const garbage = await clientOf((_, res) => void res.end('garbage\n'))
    await expect(collect(watch(garbage.client))).rejects.toMatchObject({ name: 'KubeError', unreachable: true })
  })
})
