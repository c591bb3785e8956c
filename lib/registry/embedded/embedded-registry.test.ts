import { createHash, randomBytes } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { descriptor } from '@/lib/registry/testing/make-archive'
import { tempDirs } from '@/lib/testing/temp-dir'
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST } from '../media-types'
import { TEST_USER, startEmbedded } from '../testing/servers'

const digestOf = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const BASIC = `Basic ${Buffer.from(`${TEST_USER.username}:${TEST_USER.password}`).toString('base64')}`
const tempDir = tempDirs('embedded')

let server: Awaited<ReturnType<typeof startEmbedded>>
beforeEach(async () => {
  server = await startEmbedded({ garbageAgeMs: 0, uploadQuietMs: 0 })
})
afterEach(() => server.stop())

interface Asked {
  headers?: Record<string, string>
  body?: Buffer | string
  anonymous?: boolean
}

async function ask(method: string, where: string, { headers = {}, body, anonymous = false }: Asked = {}) {
  const url = where.startsWith('http') ? where : `${server.url}${where}`
  const auth: Record<string, string> = anonymous ? {} : { authorization: BASIC }
  const init = {
    method,
    headers: { ...auth, ...headers },
    body: body === undefined ? undefined : new Uint8Array(Buffer.from(body)),
  }
  const response = await fetch(url, { ...init, redirect: 'manual' })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() }
}

function codeOf({ text }: { text: string }): unknown {
  return (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code
}

async function begin(repository: string): Promise<string> {
  const started = await ask('POST', `/v2/${repository}/blobs/uploads/`)
  expect(started.status).toBe(202)
  return started.headers.get('location') ?? ''
}

async function pushBlob(repository: string, bytes: Buffer | string): Promise<string> {
  const digest = digestOf(bytes)
  const put = await ask('PUT', `${await begin(repository)}?digest=${digest}`, { body: bytes })
  expect(put.status).toBe(201)
  return digest
}

async function pushManifest(repository: string, tag: string, layer = 'layer', more: object = {}) {
  const config = Buffer.from('{}')
  await pushBlob(repository, config)
  await pushBlob(repository, layer)
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptor(OCI_CONFIG, config),
    layers: [descriptor(OCI_LAYER, Buffer.from(layer))],
    ...more,
  })
  const put = await ask('PUT', `/v2/${repository}/manifests/${tag}`, {
    headers: { 'content-type': OCI_MANIFEST },
    body,
  })
  return { put, body, digest: digestOf(body), layer: digestOf(layer) }
}

describe('uploads', () => {
  test('in one request', async () => {
    const bytes = randomBytes(100_000)
    const posted = await ask('POST', `/v2/a/b/blobs/uploads/?digest=${digestOf(bytes)}`, { body: bytes })
    expect(posted.status).toBe(201)
    const got = await ask('GET', posted.headers.get('location') ?? '', { anonymous: true })
    expect(got.bytes.equals(bytes)).toBe(true)
    expect(got.headers.get('docker-content-digest')).toBe(digestOf(bytes))
  })

  test('in chunks, asked for the state in between', async () => {
    const location = await begin('a')
    const [one, two] = [randomBytes(1000), randomBytes(500)]
    const range = (value: string) => ({ 'content-range': value })
    const first = await ask('PATCH', location, { body: one, headers: range('0-999') })
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-999'])
    const wrong = await ask('PATCH', location, { body: two, headers: range('500-999') })
    expect([wrong.status, wrong.headers.get('range')]).toEqual([416, '0-999'])
    const state = await ask('GET', location)
    expect([state.status, state.headers.get('range')]).toEqual([204, '0-999'])
    expect((await ask('PATCH', location, { body: two, headers: range('1000-1499') })).status).toBe(202)
    const whole = Buffer.concat([one, two])
    expect((await ask('PUT', `${location}?digest=${digestOf(whole)}`)).status).toBe(201)
    expect((await ask('GET', location)).status).toBe(404)
    expect((await ask('HEAD', `/v2/a/blobs/${digestOf(whole)}`)).headers.get('content-length')).toBe('1500')
  })

  test('go on after the registry was started anew', async () => {
    const dir = await tempDir()
    const before = await startEmbedded({ dir })
    const started = await fetch(`${before.url}/v2/a/blobs/uploads/`, {
      method: 'POST',
      headers: { authorization: BASIC },
    })
    const location = started.headers.get('location') ?? ''
    const patch = { method: 'PATCH', headers: { authorization: BASIC }, body: 'first ' }
    await fetch(`${before.url}${location}`, patch)
    await before.stop()
    const after = await startEmbedded({ dir })
    try {
      const url = `${after.url}${location}?digest=${digestOf('first second')}`
      const put = await fetch(url, { ...patch, method: 'PUT', body: 'second' })
      expect(put.status).toBe(201)
    } finally {
      await after.stop()
    }
  })

  test('with a wrong digest leave nothing', async () => {
    const put = await ask('PUT', `${await begin('a')}?digest=${digestOf('one')}`, { body: 'two' })
    expect([put.status, codeOf(put)]).toEqual([400, 'DIGEST_INVALID'])
    expect((await ask('HEAD', `/v2/a/blobs/${digestOf('one')}`)).status).toBe(404)
    expect((await ask('HEAD', `/v2/a/blobs/${digestOf('two')}`)).status).toBe(404)
    expect(await readdir(path.join(server.dir, 'uploads'))).toEqual([])
  })

  test('are cancelled; are not found in another repository, or by a made-up id', async () => {
    const location = await begin('a')
    expect((await ask('PATCH', location.replace('/v2/a/', '/v2/b/'), { body: 'x' })).status).toBe(404)
    expect((await ask('DELETE', location)).status).toBe(204)
    expect((await ask('PATCH', location, { body: 'x' })).status).toBe(404)
    for (const id of ['nothing', '%2e%2e', '00000000-0000-0000-0000-000000000000']) {
      expect((await ask('PATCH', `/v2/a/blobs/uploads/${id}`, { body: 'x' })).status).toBe(404)
    }
  })

  test('two writers at once do not mix', async () => {
    const location = await begin('a')
    const body = randomBytes(3_000_000)
    const answers = await Promise.all(
      [1, 2].map(() => ask('PATCH', location, { body, headers: { 'content-range': '0-2999999' } })),
    )
    expect(answers.map(({ status }) => status).sort()).not.toEqual([202, 202])
    const put = await ask('PUT', `${location}?digest=${digestOf(body)}`)
    expect(put.status).toBe(201)
  })

  test('nobody went on with for a day are removed', async () => {
    const location = await begin('a')
    await server.registry.cleanUploads()
    expect((await ask('GET', location)).status).toBe(204)
    const id = path.basename(location)
    await utimes(path.join(server.dir, 'uploads', id, 'data'), new Date(0), new Date(0))
    await server.registry.cleanUploads()
    expect((await ask('GET', location)).status).toBe(404)
  })
})

describe('blobs', () => {
  test.each([
    ['bytes=0-2', 206, 'abc', 'bytes 0-2/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-4', 206, 'ghij', 'bytes 6-9/10'],
    ['bytes=5-100', 206, 'fghij', 'bytes 5-9/10'],
    ['lines=1-2', 200, 'abcdefghij', null],
    ['bytes=10-', 416, undefined, 'bytes */10'],
  ])('range %s', async (range, status, text, contentRange) => {
    const digest = await pushBlob('a', 'abcdefghij')
    const got = await ask('GET', `/v2/a/blobs/${digest}`, { headers: { range } })
    expect([got.status, got.headers.get('content-range')]).toEqual([status, contentRange])
    if (text !== undefined) expect(got.text).toBe(text)
  })

  test('an empty blob', async () => {
    const digest = await pushBlob('a', '')
    expect((await ask('GET', `/v2/a/blobs/${digest}`)).text).toBe('')
  })

  test('are shared, but each repository has its own', async () => {
    const digest = await pushBlob('a', 'shared')
    expect((await ask('GET', `/v2/b/blobs/${digest}`)).status).toBe(404)
    const mounted = await ask('POST', `/v2/b/blobs/uploads/?mount=${digest}&from=a`)
    expect(mounted.status).toBe(201)
    expect((await ask('DELETE', `/v2/a/blobs/${digest}`)).status).toBe(202)
    expect((await ask('DELETE', `/v2/a/blobs/${digest}`)).status).toBe(404)
    expect((await ask('GET', `/v2/b/blobs/${digest}`)).text).toBe('shared')
    expect((await ask('POST', `/v2/c/blobs/uploads/?mount=${digest}&from=a`)).status).toBe(202)
  })

  test('a reader that goes away is let go', async () => {
    const digest = await pushBlob('a', randomBytes(20_000_000))
    const response = await fetch(`${server.url}/v2/a/blobs/${digest}`)
    await response.body?.cancel()
    expect((await ask('GET', `/v2/a/blobs/${digest}`)).bytes.length).toBe(20_000_000)
  })
})

describe('manifests', () => {
  test('by tag and digest, with their own media type', async () => {
    const { put, body, digest } = await pushManifest('a/b', '1')
    expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, digest])
    for (const reference of ['1', digest]) {
      const got = await ask('GET', `/v2/a/b/manifests/${reference}`, { anonymous: true })
      expect([got.text, got.headers.get('content-type')]).toEqual([body, OCI_MANIFEST])
      const head = await ask('HEAD', `/v2/a/b/manifests/${reference}`, { anonymous: true })
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(body.length)])
    }
  })

  const put = (body: string, type = OCI_MANIFEST, reference = '1') =>
    ask('PUT', `/v2/a/manifests/${reference}`, { headers: { 'content-type': type }, body })
  const unknown = descriptor(OCI_LAYER, Buffer.from('nowhere'))
  test.each<[string, () => ReturnType<typeof put>, string]>([
    ['no JSON', () => put('{'), 'MANIFEST_INVALID'],
    ['another shape', () => put('{"schemaVersion":2}'), 'MANIFEST_INVALID'],
    [
      'schema 1',
      () => put('{"schemaVersion":1}', 'application/vnd.docker.distribution.manifest.v1+json'),
      'MANIFEST_INVALID',
    ],
    [
      'two types',
      () => put(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, config: unknown, layers: [] })),
      'MANIFEST_INVALID',
    ],
    [
      'missing blobs',
      () => put(JSON.stringify({ schemaVersion: 2, config: unknown, layers: [] })),
      'MANIFEST_BLOB_UNKNOWN',
    ],
    [
      'missing manifests',
      () => put(JSON.stringify({ schemaVersion: 2, manifests: [unknown] }), OCI_INDEX),
      'MANIFEST_BLOB_UNKNOWN',
    ],
    ['another digest', () => put('{}', OCI_MANIFEST, digestOf('x')), 'DIGEST_INVALID'],
    ['a bad tag', () => put('{}', OCI_MANIFEST, '-x'), 'TAG_INVALID'],
    ['five megabytes', () => put(' '.repeat(5_000_000)), 'SIZE_INVALID'],
  ])('refuses %s', async (_, send, code) => {
    expect(codeOf(await send())).toBe(code)
  })

  test('deleting a tag leaves the manifest, deleting the digest takes all tags', async () => {
    const { digest } = await pushManifest('a', 'x')
    await pushManifest('a', 'y')
    await pushManifest('a', 'other', 'another layer')
    expect((await ask('DELETE', '/v2/a/manifests/x')).status).toBe(202)
    expect((await ask('GET', `/v2/a/manifests/${digest}`)).status).toBe(200)
    expect((await ask('DELETE', `/v2/a/manifests/${digest}`)).status).toBe(202)
    expect(codeOf(await ask('GET', '/v2/a/manifests/y'))).toBe('MANIFEST_UNKNOWN')
    expect((await ask('DELETE', `/v2/a/manifests/${digest}`)).status).toBe(404)
    expect(JSON.parse((await ask('GET', '/v2/a/tags/list')).text)).toEqual({ name: 'a', tags: ['other'] })
  })

  test('referrers of a subject', async () => {
    const { digest, body } = await pushManifest('a', '1')
    const subject = { mediaType: OCI_MANIFEST, digest, size: body.length }
    const signed = await pushManifest('a', 'sig', 'signature', { subject, artifactType: 'text/signature' })
    expect(signed.put.headers.get('oci-subject')).toBe(digest)
    const list = async (query = '') => {
      const got = await ask('GET', `/v2/a/referrers/${digest}${query}`)
      return (JSON.parse(got.text) as { manifests: object[] }).manifests
    }
    expect(await list()).toMatchObject([{ digest: signed.digest, artifactType: 'text/signature' }])
    expect(await list('?artifactType=text%2Fother')).toEqual([])
    await ask('DELETE', `/v2/a/manifests/${signed.digest}`)
    expect(await list()).toEqual([])
  })
})

describe('lists', () => {
  test('tags and repositories in pages', async () => {
    for (const tag of ['c', 'a', 'b']) await pushManifest('x/y', tag)
    await pushManifest('x', '1')
    const first = await ask('GET', '/v2/x/y/tags/list?n=2')
    expect(JSON.parse(first.text)).toEqual({ name: 'x/y', tags: ['a', 'b'] })
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await ask('GET', next)
    expect([JSON.parse(second.text), second.headers.get('link')]).toEqual([{ name: 'x/y', tags: ['c'] }, null])
    expect(JSON.parse((await ask('GET', '/v2/_catalog')).text)).toEqual({ repositories: ['x', 'x/y'] })
    expect(codeOf(await ask('GET', '/v2/none/tags/list'))).toBe('NAME_UNKNOWN')
    expect((await ask('GET', '/v2/x/tags/list?n=-1')).status).toBe(400)
  })
})

describe('who may do what', () => {
  test('pull is open, all else needs a user', async () => {
    const { digest } = await pushManifest('a', '1')
    const anonymous = true
    for (const where of ['/v2/', '/v2/_catalog']) {
      const asked = await ask('GET', where, { anonymous })
      expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringMatching(/^Basic realm=/),
      ])
    }
    expect((await ask('GET', '/v2/')).status).toBe(200)
    expect((await ask('GET', '/v2/a/tags/list', { anonymous })).status).toBe(200)
    const writes: [string, string][] = [
      ['POST', '/v2/a/blobs/uploads/'],
      ['PUT', '/v2/a/manifests/1'],
      ['DELETE', '/v2/a/manifests/1'],
      ['DELETE', `/v2/a/manifests/${digest}`],
      ['DELETE', `/v2/a/blobs/${digest}`],
    ]
    for (const [method, where] of writes) {
      expect((await ask(method, where, { anonymous })).status).toBe(401)
      const headers = { authorization: `Basic ${Buffer.from('tester:wrong').toString('base64')}` }
      expect((await ask(method, where, { headers, anonymous })).status).toBe(401)
    }
  })
})

describe('garbage', () => {
  const collect = () => server.registry.collectGarbage()

  /** Ages are in whole milliseconds: what was stored in this one is not older than 0 yet. */
  async function clockMovesOn(): Promise<void> {
    const start = Date.now()
    await vi.waitFor(() => expect(Date.now() - start).toBeGreaterThan(1), { interval: 1 })
  }

  test('what no manifest names goes, what one names stays', async () => {
    const { layer, digest } = await pushManifest('a', '1')
    await pushBlob('a', 'x'.repeat(1000))
    await clockMovesOn()
    expect(await collect()).toEqual({ blobs: 1, bytes: 1000 })
    expect((await ask('GET', `/v2/a/blobs/${layer}`)).text).toBe('layer')
    await ask('DELETE', `/v2/a/manifests/${digest}`)
    await clockMovesOn()
    expect((await collect()).blobs).toBe(3)
    expect((await ask('GET', `/v2/a/blobs/${layer}`)).status).toBe(404)
    expect((await pushManifest('a', '1')).put.status).toBe(201)
  })

  test('what was sent or asked for a short while ago stays', async () => {
    const young = await startEmbedded({ garbageAgeMs: 60_000, uploadQuietMs: 0 })
    try {
      const headers = { authorization: BASIC }
      const url = `${young.url}/v2/a/blobs/uploads/?digest=${digestOf('x')}`
      expect((await fetch(url, { method: 'POST', headers, body: 'x' })).status).toBe(201)
      expect(await young.registry.collectGarbage()).toEqual({ blobs: 0, bytes: 0 })
    } finally {
      await young.stop()
    }
  })

  test('none is collected while somebody uploads', async () => {
    const busy = await startEmbedded({ garbageAgeMs: 0, uploadQuietMs: 60_000 })
    try {
      const headers = { authorization: BASIC }
      await fetch(`${busy.url}/v2/a/blobs/uploads/?digest=${digestOf('x')}`, { method: 'POST', headers, body: 'x' })
      await fetch(`${busy.url}/v2/a/blobs/uploads/`, { method: 'POST', headers })
      await clockMovesOn()
      expect(await busy.registry.collectGarbage()).toEqual({ blobs: 0, bytes: 0 })
    } finally {
      await busy.stop()
    }
  })
})

test('what a killed process left half written is no tag', async () => {
  await pushManifest('a', '1')
  await writeFile(path.join(server.dir, 'repositories/a/_tags/.draft'), 'sha2')
  expect(JSON.parse((await ask('GET', '/v2/a/tags/list')).text)).toEqual({ name: 'a', tags: ['1'] })
})

test.each([
  ['GET', '/v2/a', 404],
  ['GET', '/v2/../etc/passwd', 404],
  ['GET', '/v2/%2e%2e/%2e%2e/manifests/x', 404],
  ['GET', '/v2/A/manifests/x', 400],
  ['GET', '/v2/a/manifests/..%2f..%2fx', 404],
  ['GET', '/v2/a/blobs/sha256:short', 400],
  ['PUT', '/v2/a/tags/list', 405],
  ['GET', '/v2/a/blobs/uploads/', 405],
])('%s %s is answered %i', async (method, where, status) => {
  expect((await ask(method, where)).status).toBe(status)
})
