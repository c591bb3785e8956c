import { execFileSync } from 'node:child_process'
import { X509Certificate, createPrivateKey, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { RegistryAuth } from './auth'
import { RegistryClient } from './client'
import { sha256Hex } from './testing/make-archive'
import { hasProgram, type TestServer } from './testing/servers'

/** docker-registry with Bearer tokens, as Harbor and Docker Hub have it, from a token server of the test's own. */

const canRun = hasProgram('docker-registry') && hasProgram('openssl')
const credentials = { username: 'robot', password: 'secret' }

interface Asked {
  scopes: string[]
  service: string | null
}

class TokenServer {
  readonly asked: Asked[] = []
  lifeSeconds = 300
  private readonly server = createServer((req, res) => {
    const { searchParams } = new URL(req.url ?? '/', 'http://x')
    const basic = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
    const scopes = searchParams.getAll('scope')
    this.asked.push({ scopes, service: searchParams.get('service') })
    if (req.headers.authorization !== basic) return res.writeHead(401).end()
    void this.token(scopes).then((token) => res.end(JSON.stringify({ token, expires_in: this.lifeSeconds })))
  })

  private constructor(private readonly dir: string) {}

  static async start(dir: string): Promise<TokenServer> {
    const made = new TokenServer(dir)
    made.server.listen(0, '127.0.0.1')
    await once(made.server, 'listening')
    return made
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private async token(scopes: string[]): Promise<string> {
    const access = scopes.map((scope) => {
      const [type, name, actions] = scope.split(':')
      return { type, name, actions: actions?.split(',') }
    })
    const certificate = new X509Certificate(await readFile(path.join(this.dir, 'cert.pem')))
    const now = Math.floor(Date.now() / 1000)
    return new SignJWT({ access, jti: randomUUID() })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', x5c: [certificate.raw.toString('base64')] })
      .setIssuer('test')
      .setAudience('registry')
      .setSubject('robot')
      .setNotBefore(now - 10)
      .setIssuedAt(now)
      .setExpirationTime(now + this.lifeSeconds)
      .sign(createPrivateKey(await readFile(path.join(this.dir, 'key.pem'))))
  }
}

describe.skipIf(!canRun)('token authentication', () => {
  let dir: string
  let tokens: TokenServer
  let registry: TestServer
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'token-'))
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test']
    execFileSync('openssl', [...request, '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: dir, stdio: 'ignore' })
    tokens = await TokenServer.start(dir)
    const auth = { realm: tokens.url, service: 'registry', issuer: 'test', rootcertbundle: `${dir}/cert.pem` }
    const yaml = Object.entries(auth).map(([key, value]) => `    ${key}: ${value}\n`)
    registry = await DockerRegistry.start({ extra: `auth:\n  token:\n${yaml.join('')}` })
  })
  afterAll(async () => {
    await registry?.stop()
    tokens?.stop()
    await rm(dir, { recursive: true, force: true })
  })
  beforeEach(() => {
    tokens.asked.length = 0
    tokens.lifeSeconds = 300
  })

  const blob = (text: string) => ({
    digest: `sha256:${sha256Hex(text)}`,
    size: text.length,
    open: () => Readable.from([Buffer.from(text)]),
  })

  async function withClient(work: (client: RegistryClient) => Promise<void>, given = credentials): Promise<void> {
    const client = new RegistryClient({ url: registry.url, credentials: given })
    try {
      await work(client)
    } finally {
      client.close()
    }
  }

  test('a token per scope, asked for once', () =>
    withClient(async (client) => {
      await client.uploadBlob('a/one', blob('one'))
      await client.uploadBlob('a/one', blob('two'))
      expect(tokens.asked).toEqual([{ service: 'registry', scopes: ['repository:a/one:pull,push'] }])
      expect(await client.headBlob('a/one', blob('one').digest)).toBe(3)
      await client.headBlob('a/one', blob('two').digest)
      expect(tokens.asked.slice(1)).toEqual([{ service: 'registry', scopes: ['repository:a/one:pull'] }])
    }))

  test('mounting asks for both repositories', () =>
    withClient(async (client) => {
      await client.uploadBlob('a/from', blob('mount me'))
      expect(await client.uploadBlob('a/to', blob('mount me'), { mountFrom: 'a/from' })).toBe('mounted')
      expect(tokens.asked.at(-1)?.scopes).toEqual(['repository:a/to:pull,push', 'repository:a/from:pull'])
    }))

  test('deleting asks for the right to', () =>
    withClient(async (client) => {
      expect(await client.deleteManifest('a/one', `sha256:${'0'.repeat(64)}`)).toBe(false)
      expect(tokens.asked.at(-1)?.scopes).toEqual(['repository:a/one:pull,delete'])
    }))

  test('a token about to expire is renewed', () =>
    withClient(async (client) => {
      tokens.lifeSeconds = 5
      await client.ping()
      await client.headBlob('a/short', blob('x').digest)
      await client.headBlob('a/short', blob('x').digest)
      expect(tokens.asked.length).toBeGreaterThan(2)
    }))

  test('wrong credentials are told as such', () =>
    withClient(
      async (client) => {
        await expect(client.ping()).rejects.toMatchObject({ kind: 'unauthorized', retryable: false })
      },
      { username: 'robot', password: 'wrong' },
    ))
})

test('credentials are never sent to a token server in clear for a registry with TLS', async () => {
  let fetched = 0
  const auth = new RegistryAuth(new URL('https://registry.example.org'), credentials, () => {
    fetched++
    return Promise.resolve({ status: 200, body: '{"token":"x"}' })
  })
  const answer = { headers: { 'www-authenticate': 'Bearer realm="http://evil.example.org/token"' } }
  expect(auth.learn(answer, [], undefined)).toBe(true)
  await expect(auth.header([])).rejects.toMatchObject({ kind: 'unsupported' })
  expect(fetched).toBe(0)
})
