import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Credentials } from '@/lib/registry/auth'
import { RegistryClient } from '@/lib/registry/client'
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '@/lib/registry/media-types'
import { Harbor, ROBOT } from '@/lib/registry/testing/harbor'
import { descriptor, sha256Hex } from '@/lib/registry/testing/make-archive'
import { TEST_USER, hasProgram, startEmbedded, type TestServer } from '@/lib/registry/testing/servers'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { removeFromRegistry } from './remove-from-registry'

const hasDockerRegistry = hasProgram('docker-registry')
const registries: [string, boolean, () => Promise<Pick<TestServer, 'url' | 'stop'>>, Credentials][] = [
  ['docker-registry', hasDockerRegistry, () => DockerRegistry.start(), TEST_USER],
  ['the embedded registry', true, () => startEmbedded(), TEST_USER],
  ['Harbor', hasDockerRegistry, startHarbor, ROBOT],
]

async function startHarbor(): Promise<Harbor> {
  const harbor = await Harbor.start()
  harbor.projects.set('p', 'push')
  return harbor
}

describe.each(registries)('with %s', (_, isThere, start, credentials) => {
  let server: Pick<TestServer, 'url' | 'stop'>
  let client: RegistryClient
  beforeAll(async () => {
    if (!isThere) return
    server = await start()
    client = new RegistryClient({ url: server.url, credentials })
  })
  afterAll(async () => {
    client?.close()
    await server?.stop()
  })

  const digestOf = (bytes: Buffer) => `sha256:${sha256Hex(bytes)}`

  async function putManifest(repository: string, architecture: string, tag?: string): Promise<Buffer> {
    const config = Buffer.from(JSON.stringify({ architecture }))
    await client.uploadBlob(repository, {
      digest: digestOf(config),
      size: config.length,
      open: () => Readable.from([config]),
    })
    const content = { schemaVersion: 2, mediaType: OCI_MANIFEST, config: descriptor(OCI_CONFIG, config), layers: [] }
    const bytes = Buffer.from(JSON.stringify(content))
    await client.putManifest(repository, tag ?? digestOf(bytes), OCI_MANIFEST, bytes)
    return bytes
  }

  async function putIndex(repository: string, tag: string, manifests: Buffer[]): Promise<string> {
    const descriptors = manifests.map((bytes) => descriptor(OCI_MANIFEST, bytes))
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: descriptors }))
    await client.putManifest(repository, tag, OCI_INDEX, bytes)
    return digestOf(bytes)
  }

  const isThereStill = async (repository: string, digest: string) =>
    (await client.headManifest(repository, digest)) !== undefined

  test.skipIf(!isThere)('an index goes with its platforms, except those that another tag needs', async () => {
    const repository = 'p/multi'
    const [amd64, arm64, riscv] = [
      await putManifest(repository, 'amd64'),
      await putManifest(repository, 'arm64'),
      await putManifest(repository, 'riscv64', 'riscv'),
    ]
    const both = await putIndex(repository, 'both', [amd64, arm64, riscv])
    const arm = await putIndex(repository, 'arm', [arm64])
    const kept = [
      { tag: 'arm', digest: arm },
      { tag: 'riscv', digest: digestOf(riscv) },
    ]
    const removal = { repository, tag: 'both', digest: both, kept }
    await removeFromRegistry(client, removal)
    expect(await isThereStill(repository, both)).toBe(false)
    expect(await isThereStill(repository, digestOf(amd64))).toBe(false)
    expect(await isThereStill(repository, digestOf(arm64))).toBe(true)
    expect(await isThereStill(repository, 'riscv')).toBe(true)
    await removeFromRegistry(client, removal) // a crash after it may carry it out again
    expect(await isThereStill(repository, arm)).toBe(true)
  })

  test.skipIf(!isThere)('a manifest that is part of an index still needed stays', async () => {
    const repository = 'p/part'
    const manifest = await putManifest(repository, 'amd64', 'single')
    const index = await putIndex(repository, 'multi', [manifest])
    const kept = [{ tag: 'multi', digest: index }]
    await removeFromRegistry(client, { repository, tag: 'single', digest: digestOf(manifest), kept })
    expect(await isThereStill(repository, digestOf(manifest))).toBe(true)
  })

  test.skipIf(!isThere)('while another tag has the same digest, at most the tag goes', async () => {
    const repository = 'p/same'
    const manifest = await putManifest(repository, 'amd64', 'a')
    await putManifest(repository, 'amd64', 'b')
    const digest = digestOf(manifest)
    await removeFromRegistry(client, { repository, tag: 'a', digest, kept: [{ tag: 'b', digest }] })
    expect(await isThereStill(repository, 'b')).toBe(true)
    expect(await isThereStill(repository, digest)).toBe(true)
  })

  test.skipIf(!isThere)('a tag that names something newer by now is left alone', async () => {
    const repository = 'p/moved'
    const old = await putManifest(repository, 'amd64', 'a')
    const now = await putManifest(repository, 'arm64', 'a')
    const kept = [{ tag: 'a', digest: digestOf(now) }]
    await removeFromRegistry(client, { repository, tag: 'a', digest: digestOf(old), kept })
    expect(await isThereStill(repository, 'a')).toBe(true)
    expect(await isThereStill(repository, digestOf(old))).toBe(false)
  })

  test.skipIf(!isThere)('many that go in one round are asked for once each', async () => {
    const repository = 'p/many'
    const tags = ['a', 'b', 'c', 'd', 'e', 'f']
    const all = []
    for (const tag of tags) {
      all.push({ tag, digest: await putIndex(repository, tag, [await putManifest(repository, `many-${tag}`)]) })
    }
    const asked = vi.spyOn(client, 'getManifest')
    try {
      const known = new Map<string, string[]>()
      for (const [n, { tag, digest }] of all.slice(0, 5).entries()) {
        await removeFromRegistry(client, { repository, tag, digest, kept: all.slice(n + 1) }, known)
        expect(await isThereStill(repository, digest)).toBe(false)
      }
      expect(asked).toHaveBeenCalledTimes(2 * tags.length) // the index and its platform
    } finally {
      asked.mockRestore()
    }
    expect(await isThereStill(repository, 'f')).toBe(true)
  })
})
