import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { pushImage } from '@/lib/images/push-image'
import { RegistryClient } from './client'

/**
 * Answers as Harbor's API documentation and sources say; Harbor itself was never run. Robot accounts have names with
 * `$` and `+`.
 */
const robot = { username: 'robot$edge+console', password: 'secret' }
const basic = `Basic ${Buffer.from(`${robot.username}:${robot.password}`).toString('base64')}`

const endings: (() => unknown)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

interface Harbor {
  client: RegistryClient
  asked: string[]
}

async function harbor(more: (req: IncomingMessage, res: ServerResponse) => boolean = () => false): Promise<Harbor> {
  const asked: string[] = []
  const error = (res: ServerResponse, status: number, code: string, message: string) =>
    res.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }))
  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://x')
    req.resume()
    asked.push(`${req.method} ${pathname}`)
    if (pathname === '/service/token') {
      if (req.headers.authorization !== basic) return error(res, 401, 'UNAUTHORIZED', 'unauthorized')
      return res.end(JSON.stringify({ token: searchParams.getAll('scope').join(' ') || 'none', expires_in: 1800 }))
    }
    if (pathname.startsWith('/v2/') && !req.headers.authorization?.startsWith('Bearer ')) {
      const challenge = `Bearer realm="${origin}/service/token",service="harbor-registry"`
      return res.writeHead(401, { 'www-authenticate': challenge }).end()
    }
    if (pathname === '/v2/') return res.end('{}')
    if (more(req, res)) return
    if (pathname === '/api/v2.0/systeminfo') return res.end('{"auth_mode":"db_auth","registry_url":"x"}')
    if (pathname.startsWith('/api/v2.0/') && req.headers.authorization !== basic) {
      return error(res, 401, 'UNAUTHORIZED', 'unauthorized')
    }
    if (pathname === '/api/v2.0/projects') {
      return res.writeHead(searchParams.get('project_name') === 'edge' ? 200 : 404).end()
    }
    if (req.method === 'DELETE' && /^\/v2\/.*\/manifests\/(?!sha256:)/.test(pathname)) {
      return error(res, 405, 'UNSUPPORTED', 'unsupported digest')
    }
    if (req.method === 'DELETE') return res.writeHead(200).end()
    const name = /^\/v2\/(.*)\/(blobs|manifests)\//.exec(pathname)?.[1] ?? ''
    error(res, 401, 'UNAUTHORIZED', `unauthorized to access repository: ${name}, action: push`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new RegistryClient({ url: origin, credentials: robot, retryDelayMs: 1 })
  endings.push(() => {
    client.close()
    server.closeAllConnections()
    server.close()
  })
  return { client, asked }
}

describe('a tag alone', () => {
  test('is deleted through Harbor’s own API, with the slashes of its name encoded twice', async () => {
    const { client, asked } = await harbor()
    expect(await client.deleteTag('edge/acme/web', '1.0')).toBe(true)
    expect(asked.at(-1)).toBe('DELETE /api/v2.0/projects/edge/repositories/acme%252Fweb/artifacts/1.0/tags/1.0')
  })

  test('that is gone already is no failure, one that is immutable is told', async () => {
    let status = 404
    const { client } = await harbor((req, res) => {
      if (req.method !== 'DELETE' || !req.url?.startsWith('/api')) return false
      const message = 'the tag is configured as immutable, cannot be deleted'
      res.writeHead(status).end(JSON.stringify({ errors: [{ code: 'PRECONDITION', message }] }))
      return true
    })
    expect(await client.deleteTag('edge/acme/web', '1.0')).toBe(true)
    status = 412
    await expect(client.deleteTag('edge/acme/web', '1.0')).rejects.toMatchObject({ kind: 'policy' })
  })

  test('stays where the registry is no Harbor', async () => {
    const { client } = await harbor((req, res) => {
      if (!req.url?.startsWith('/api')) return false
      res.end('<html>another server</html>')
      return true
    })
    expect(await client.deleteTag('edge/acme/web', '1.0')).toBe(false)
    expect(await client.hasProject('edge')).toBeUndefined()
  })
})

describe('a push that Harbor refuses', () => {
  const image = {
    blobs: [],
    manifests: [{ digest: `sha256:${'0'.repeat(64)}`, mediaType: 'application/json', bytes: Buffer.from('{}') }],
    imageId: '',
    platforms: [],
    layers: [],
  }
  const push = (client: RegistryClient, repository: string) =>
    pushImage(image, {
      ...{ client, repository, tag: '1.0', findBlob: () => Promise.resolve(undefined) },
      signal: new AbortController().signal,
    })

  test('names the project that does not exist, or the right that is missing', async () => {
    const { client } = await harbor()
    await expect(push(client, 'none/acme/web')).rejects.toThrow('the project none does not exist')
    await expect(push(client, 'edge/acme/web')).rejects.toThrow('may not push to the project edge')
  })

  test('a wrong password is told as such', async () => {
    const { client } = await harbor()
    const wrong = new RegistryClient({ url: client.base.href, credentials: { ...robot, password: 'x' } })
    endings.push(() => wrong.close())
    await expect(push(wrong, 'edge/acme/web')).rejects.toThrow('refuses the console’s user name and password')
  })
})
