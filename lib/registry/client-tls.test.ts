import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { RegistryClient } from './client'
import { TestAuthority } from './testing/certificates'
import { containing } from './testing/containing'
import { hasProgram, type TestServer } from './testing/servers'
import { readAuthorities } from './tls'

/** docker-registry with TLS, its certificate by an authority that only REGISTRY_CA_FILE knows. */

const canRun = hasProgram('docker-registry') && hasProgram('openssl')

describe.skipIf(!canRun)('a private authority', () => {
  let dir: string
  let authority: TestAuthority
  let registry: TestServer
  const servers: TestServer[] = []
  const clients: RegistryClient[] = []
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'tls-'))
    authority = new TestAuthority(dir)
    registry = await started({ tls: authority.issue('registry') })
  })
  afterEach(() => clients.splice(0).forEach((client) => client.close()))
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await rm(dir, { recursive: true, force: true })
  })

  async function started(options: Parameters<typeof DockerRegistry.start>[0]): Promise<TestServer> {
    const server = await DockerRegistry.start(options)
    servers.push(server)
    return server
  }

  function clientOf(url: string, authorities?: string[]): RegistryClient {
    const client = new RegistryClient({ url, authorities, retryDelayMs: 1 })
    clients.push(client)
    return client
  }

  const known = () => readAuthorities(authority.certificate)

  test('is trusted when it is given', async () => {
    await expect(clientOf(registry.url, await known()).ping()).resolves.toBeUndefined()
  })

  test('is told of when it is not, and not tried again', async () => {
    const ping = clientOf(registry.url).ping()
    await expect(ping).rejects.toMatchObject({ kind: 'insecure', retryable: false, message: containing(registry.host) })
    await expect(ping).rejects.toThrow('set REGISTRY_CA_FILE to a file')
  })

  test('does not vouch for others', async () => {
    const other = new TestAuthority(dir, 'other')
    const ping = clientOf(registry.url, await readAuthorities(other.certificate)).ping()
    await expect(ping).rejects.toThrow('none of those in REGISTRY_CA_FILE')
  })

  test('a certificate for another name', async () => {
    const tls = authority.issue('elsewhere', { names: 'DNS:registry.example.org' })
    const server = await started({ tls })
    await expect(clientOf(server.url, await known()).ping()).rejects.toThrow('is for another name')
  })

  test('http is never tried in place of https, nor the other way round', async () => {
    const plain = await started({})
    const secure = clientOf(plain.url.replace('http:', 'https:')).ping()
    await expect(secure).rejects.toMatchObject({ kind: 'insecure', retryable: false })
    await expect(secure).rejects.toThrow('REGISTRY_URL has to begin with http://')
    const insecure = clientOf(registry.url.replace('https:', 'http:')).ping()
    await expect(insecure).rejects.toMatchObject({ kind: 'insecure', status: 400 })
    await expect(insecure).rejects.toThrow('REGISTRY_URL has to begin with https://')
  })

  test('several in one file', async () => {
    const both = path.join(dir, 'both.pem')
    const second = new TestAuthority(dir, 'second')
    await writeFile(
      both,
      (await Promise.all([second.certificate, authority.certificate].map(readAuthorities))).join('\n'),
    )
    expect(await readAuthorities(both)).toHaveLength(2)
    await expect(clientOf(registry.url, await readAuthorities(both)).ping()).resolves.toBeUndefined()
  })

  test('a file that is of no use is named, with what is wrong', async () => {
    const file = path.join(dir, 'useless.pem')
    await expect(readAuthorities(file)).rejects.toThrow(/useless\.pem cannot be read: .*ENOENT/)
    await writeFile(file, 'a key')
    await expect(readAuthorities(file)).rejects.toThrow('useless.pem holds no certificate')
    await writeFile(file, '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n')
    await expect(readAuthorities(file)).rejects.toThrow(/certificate 1 of .*useless\.pem cannot be read/)
  })
})
