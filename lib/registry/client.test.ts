import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { RegistryClient } from './client'
import { RegistryError } from './errors'
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST } from './media-types'
import { bytesOf } from './testing/archives'
import { descriptor, sha256Hex } from './testing/make-archive'
import { TEST_USER, hasProgram, startEmbedded, type TestServer } from './testing/servers'

const blobOf = (bytes: Buffer) => ({
  digest: `sha256:${sha256Hex(bytes)}`,
  size: bytes.length,
  open: () => Readable.from([bytes]),
})
const manifestOf = (config: Buffer, layer: Buffer) =>
  Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(OCI_CONFIG, config),
      layers: [descriptor(`${OCI_LAYER}+gzip`, layer)],
    }),
  )

/** Its name, whether it is installed, whether it can delete a tag alone, and how to start it. */
const registries: [string, boolean, boolean, () => Promise<TestServer>][] = [
  ['docker-registry', hasProgram('docker-registry'), false, () => DockerRegistry.start()],
  ['the embedded registry', true, true, () => startEmbedded()],
]

describe.each(registries)('with %s', (_, isThere, canDeleteTags, start) => {
  let server: TestServer
  let client: RegistryClient
  beforeAll(async () => {
    if (!isThere) return
    server = await start()
    client = new RegistryClient({ url: server.url, credentials: TEST_USER, retryDelayMs: 1 })
  })
  afterAll(async () => {
    client?.close()
    await server?.stop()
  })

  const layer = randomBytes(300_000)
  const config = Buffer.from('{"architecture":"amd64","os":"linux"}')
  const manifest = manifestOf(config, layer)
  const digest = `sha256:${sha256Hex(manifest)}`

  async function pushImage(repository: string, ...tags: string[]) {
    await client.uploadBlob(repository, blobOf(layer))
    await client.uploadBlob(repository, blobOf(config))
    for (const tag of tags) await client.putManifest(repository, tag, OCI_MANIFEST, manifest)
  }

  test.skipIf(!isThere)('ping', async () => {
    await expect(client.ping()).resolves.toBeUndefined()
  })

  test.skipIf(!isThere)('what was pushed comes back byte for byte', async () => {
    expect(await client.headBlob('p/one', blobOf(layer).digest)).toBeUndefined()
    await pushImage('p/one', '1.0')
    expect(await client.headBlob('p/one', blobOf(layer).digest)).toBe(layer.length)
    const blob = await client.getBlob('p/one', blobOf(layer).digest)
    expect((await bytesOf({ open: () => blob })).equals(layer)).toBe(true)
    expect(await client.headManifest('p/one', '1.0')).toEqual({
      digest,
      mediaType: OCI_MANIFEST,
      size: manifest.length,
    })
    const got = await client.getManifest('p/one', digest)
    expect(got.bytes.equals(manifest)).toBe(true)
  })

  test.skipIf(!isThere)('a blob is mounted from a repository that has it, else sent', async () => {
    const bytes = randomBytes(1000)
    await client.uploadBlob('p/source', blobOf(bytes))
    const unknown = blobOf(randomBytes(10))
    expect(await client.uploadBlob('p/other', blobOf(bytes), { mountFrom: 'p/source' })).toBe('mounted')
    expect(await client.uploadBlob('p/other', unknown, { mountFrom: 'p/source' })).toBe('uploaded')
    expect(await client.headBlob('p/other', unknown.digest)).toBe(10)
  })

  test.skipIf(!isThere)('bytes that do not fit their digest are refused', async () => {
    const wrong = { ...blobOf(Buffer.from('one')), open: () => Readable.from([Buffer.from('two')]) }
    await expect(client.uploadBlob('p/wrong', wrong)).rejects.toMatchObject({ kind: 'invalid', code: 'DIGEST_INVALID' })
    expect(await client.headBlob('p/wrong', wrong.digest)).toBeUndefined()
  })

  test.skipIf(!isThere)('a manifest that names what is not there is refused', async () => {
    const orphan = manifestOf(randomBytes(10), randomBytes(10))
    const putting = client.putManifest('p/orphan', '1', OCI_MANIFEST, orphan)
    await expect(putting).rejects.toMatchObject({
      name: 'RegistryError',
      code: 'MANIFEST_BLOB_UNKNOWN',
      retryable: false,
    })
  })

  test.skipIf(!isThere)('an index, its manifests first', async () => {
    await pushImage('p/multi', digest)
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [descriptor(OCI_MANIFEST, manifest)] }
    await client.putManifest('p/multi', 'all', OCI_INDEX, Buffer.from(JSON.stringify(index)))
    expect((await client.getManifest('p/multi', 'all')).mediaType).toBe(OCI_INDEX)
  })

  test.skipIf(!isThere)('deleting by digest takes all its tags; again it does no harm', async () => {
    await pushImage('p/gone', 'a', 'b')
    expect(await client.deleteManifest('p/gone', digest)).toBe(true)
    expect(await client.headManifest('p/gone', 'a')).toBeUndefined()
    expect(await client.headManifest('p/gone', 'b')).toBeUndefined()
    expect(await client.deleteManifest('p/gone', digest)).toBe(false)
  })

  test.skipIf(!isThere)('a tag alone is deleted only where the registry can', async () => {
    await pushImage('p/tag', 'a', 'b')
    expect(await client.deleteTag('p/tag', 'a')).toBe(canDeleteTags)
    expect((await client.headManifest('p/tag', 'a')) === undefined).toBe(canDeleteTags)
    expect(await client.headManifest('p/tag', 'b')).toMatchObject({ digest })
    expect(await client.headManifest('p/tag', digest)).toMatchObject({ digest })
  })

  test.skipIf(!isThere)('what is not there', async () => {
    const missing = `sha256:${'0'.repeat(64)}`
    await expect(client.getManifest('p/none', 'x')).rejects.toMatchObject({ kind: 'notFound', status: 404 })
    await expect(client.getBlob('p/none', missing)).rejects.toBeInstanceOf(RegistryError)
  })
})
