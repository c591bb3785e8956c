import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { eventually } from '@/lib/testing/eventually'
import { freePort } from '@/lib/testing/free-port'
import { RegistryClient, type RegistryClientOptions } from './client'
import { bytesOf } from './testing/archives'
import { containing } from './testing/containing'
import { sha256Hex } from './testing/make-archive'

/** Servers that misbehave, or stand behind proxies and object stores. */

const endings: (() => unknown)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

type Answer = (req: IncomingMessage, res: ServerResponse) => void

async function listen(answer: Answer): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientOf(url: string, options: Partial<RegistryClientOptions> = {}): RegistryClient {
  const client = new RegistryClient({ url, retryDelayMs: 1, ...options })
  endings.push(() => client.close())
  return client
}

const bytes = randomBytes(2_000_000)
const digest = `sha256:${sha256Hex(bytes)}`

describe('a registry out of reach', () => {
  test('nobody listens', async () => {
    const client = clientOf(`http://127.0.0.1:${await freePort()}`)
    await expect(client.ping()).rejects.toMatchObject({ kind: 'unreachable', retryable: true })
  })

  test('a name that does not exist', async () => {
    const client = clientOf('http://registry.invalid')
    await expect(client.ping()).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('it never answers', async () => {
    const client = clientOf(await listen(() => undefined), { idleTimeoutMs: 50, attempts: 1 })
    await expect(client.ping()).rejects.toMatchObject({
      kind: 'unreachable',
      message: containing('50 ms'),
    })
  })

  test('it breaks off in the middle of an answer', async () => {
    const url = await listen((_, res) => {
      res.writeHead(200, { 'content-length': 100 })
      res.write('{"tags":', () => res.destroy())
    })
    await expect(clientOf(url).getManifest('a', '1')).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('what is slow keeps nothing else waiting', async () => {
    const slow: ServerResponse[] = []
    const url = await listen((req, res) => (req.method === 'PUT' ? slow.push(res) : res.end('{}')))
    const client = clientOf(url, { connectTimeoutMs: 1000 })
    const putting = Array.from({ length: 12 }, () => client.putManifest('a', '1', 'text/plain', Buffer.from('x')))
    await eventually(() => expect(slow).toHaveLength(12))
    await client.ping()
    for (const res of slow) res.writeHead(201).end()
    await Promise.all(putting)
  })

  test('the caller gives up', async () => {
    const client = clientOf(await listen(() => undefined))
    await expect(client.ping(AbortSignal.timeout(50))).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

describe('a registry that fails for a while', () => {
  test('is asked again, with a fresh stream each time', async () => {
    let puts = 0
    let opened = 0
    const received: Buffer[] = []
    const url = await listen((req, res) => {
      if (req.method === 'POST') return res.writeHead(202, { location: '/v2/a/blobs/uploads/1?state=x' }).end()
      puts++
      const parts: Buffer[] = []
      req.on('data', (chunk: Buffer) => parts.push(chunk))
      req.on('end', () => {
        received.push(Buffer.concat(parts))
        res.writeHead(puts < 3 ? 503 : 201).end()
      })
    })
    const open = () => {
      opened++
      return Readable.from([bytes])
    }
    expect(await clientOf(url).uploadBlob('a', { digest, size: bytes.length, open })).toBe('uploaded')
    expect({ puts, opened }).toEqual({ puts: 3, opened: 3 })
    expect(received.every((one) => one.equals(bytes))).toBe(true)
  })

  test('is given the time that it asks for', async () => {
    const asked: number[] = []
    const url = await listen((_, res) => {
      asked.push(Date.now())
      res.writeHead(asked.length === 1 ? 429 : 200, { 'retry-after': '1' }).end('{}')
    })
    await clientOf(url).ping()
    expect(asked).toHaveLength(2)
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(990)
  })

  test('is not waited for when it asks for an hour', async () => {
    const url = await listen((_, res) => res.writeHead(429, { 'retry-after': '3600' }).end())
    await expect(clientOf(url).ping()).rejects.toMatchObject({ status: 429, retryAfterMs: 3600_000 })
  })

  test('is not asked for ever', async () => {
    let asked = 0
    const url = await listen((_, res) => {
      asked++
      res.writeHead(500).end('<html>broken</html>')
    })
    await expect(clientOf(url).ping()).rejects.toMatchObject({ kind: 'unreachable', status: 500 })
    expect(asked).toBe(3)
  })

  test('nor for a place to upload to', async () => {
    let asked = 0
    const url = await listen((_, res) => {
      asked++
      res.writeHead(503).end()
    })
    const open = () => Readable.from([bytes])
    const uploading = clientOf(url).uploadBlob('a', { digest, size: bytes.length, open })
    await expect(uploading).rejects.toMatchObject({ kind: 'unreachable', status: 503 })
    expect(asked).toBe(3)
  })

  test('a refusal is not repeated', async () => {
    let asked = 0
    const url = await listen((_, res) => {
      asked++
      res.writeHead(403).end('{"errors":[{"code":"DENIED","message":"quota"}]}')
    })
    await expect(clientOf(url).ping()).rejects.toMatchObject({ kind: 'denied', code: 'DENIED', retryable: false })
    expect(asked).toBe(1)
  })
})

test('an upload that is refused half way ends with the reason', async () => {
  const url = await listen((req, res) => {
    if (req.method === 'POST') return res.writeHead(202, { location: '/v2/a/blobs/uploads/1' }).end()
    res.writeHead(413).end()
  })
  let closed = false
  const open = () => {
    const source = Readable.from(
      (function* () {
        for (;;) yield randomBytes(65_536)
      })(),
    )
    return source.once('close', () => (closed = true))
  }
  const uploading = clientOf(url).uploadBlob('a', { digest, size: 1e12, open })
  await expect(uploading).rejects.toMatchObject({ kind: 'tooLarge', status: 413 })
  expect(closed).toBe(true)
})

test('a source that cannot be read ends the upload', async () => {
  const url = await listen((req, res) => {
    if (req.method === 'POST') res.writeHead(202, { location: '/v2/a/blobs/uploads/1' }).end()
    else req.resume()
  })
  const open = () => {
    const source = new Readable({ read: () => source.destroy(new Error('bad disk')) })
    return source
  }
  await expect(clientOf(url).uploadBlob('a', { digest, size: 10, open })).rejects.toThrow('bad disk')
})

test('an object store that the registry redirects to gets no credentials', async () => {
  let seen: string | undefined
  const store = await listen((req, res) => {
    seen = req.headers.authorization
    res.end(bytes)
  })
  const url = await listen((req, res) => {
    if (req.headers.authorization === undefined) {
      return res.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
    }
    res.writeHead(307, { location: `${store}/signed` }).end()
  })
  const client = clientOf(url, { credentials: { username: 'u', password: 'p' } })
  const got = await client.getBlob('a', digest)
  expect((await bytesOf({ open: () => got })).equals(bytes)).toBe(true)
  expect(seen).toBeUndefined()
})

test('a right that the registry says is missing is asked for', async () => {
  const scopes: string[][] = []
  const needed = 'repository:a:pull,push,delete'
  const url = await listen((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', url)
    if (pathname === '/token') {
      scopes.push(searchParams.getAll('scope'))
      return res.end(JSON.stringify({ token: searchParams.getAll('scope').join(' ') }))
    }
    if (req.headers.authorization?.includes(needed)) return res.writeHead(202).end()
    const challenge = `Bearer realm="${url}/token",service="s",scope="${needed}",error="insufficient_scope"`
    res.writeHead(401, { 'www-authenticate': challenge }).end()
  })
  const client = clientOf(url)
  expect(await client.deleteManifest('a', digest)).toBe(true)
  expect(scopes.at(-1)).toEqual(['repository:a:pull,delete', needed])
})

test('Harbor’s refusals are told apart', async () => {
  const answers = [
    [401, 'UNAUTHORIZED', 'unauthorized to access repository: none/a, action: push', 'denied'],
    [404, 'NOT_FOUND', 'project none not found', 'noProject'],
    [412, 'PRECONDITION', "Failed to process request due to '1.0' configured as immutable.", 'policy'],
    [403, 'DENIED', 'adding 1 MiB of storage will exceed the configured upper limit of 10 MiB', 'policy'],
    [403, 'DENIED', 'denied', 'denied'],
  ] as const
  let next = 0
  const url = await listen((req, res) => {
    const [status, code, message] = answers[next] ?? [500, '', '']
    req.resume()
    res.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }))
  })
  for (const [status, , message, kind] of answers) {
    const putting = clientOf(url).putManifest('none/a', '1.0', 'application/json', Buffer.from('{}'))
    await expect(putting).rejects.toMatchObject({ kind, status, message: containing(message) })
    next++
  }
})

test('redirects in a circle end', async () => {
  const url = await listen((_, res) => res.writeHead(307, { location: '/again' }).end())
  await expect(clientOf(url).getBlob('a', digest)).rejects.toMatchObject({ kind: 'invalid' })
})

test('an answer that is too long is not held', async () => {
  const url = await listen((_, res) => res.end(Buffer.alloc(9_000_000, ' ')))
  await expect(clientOf(url).getManifest('a', '1')).rejects.toMatchObject({ kind: 'invalid' })
})

test('wrong credentials are tried once', async () => {
  let asked = 0
  const url = await listen((_, res) => {
    asked++
    res.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
  })
  const client = clientOf(url, { credentials: { username: 'u', password: 'wrong' } })
  await expect(client.ping()).rejects.toMatchObject({ kind: 'unauthorized' })
  expect(asked).toBe(2)
})
