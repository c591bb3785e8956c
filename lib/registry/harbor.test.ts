import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pushImage } from '@/lib/images/push-image'
import { RegistryClient } from './client'
import { OCI_CONFIG, OCI_MANIFEST } from './media-types'
import { Harbor, ROBOT } from './testing/harbor'
import { descriptor, sha256Hex } from './testing/make-archive'
import { hasProgram, serve } from './testing/servers'

const config = Buffer.from('{}')
const manifest = Buffer.from(
  JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config: descriptor(OCI_CONFIG, config), layers: [] }),
)
const image = {
  blobs: [{ ...descriptor(OCI_CONFIG, config), open: () => Readable.from([config]) }],
  manifests: [{ digest: `sha256:${sha256Hex(manifest)}`, mediaType: OCI_MANIFEST, bytes: manifest }],
  imageId: '',
  platforms: [],
  layers: [],
}

function push(client: RegistryClient, repository: string, tag = '1.0') {
  const findBlob = () => Promise.resolve(undefined)
  return pushImage(image, { client, repository, tag, findBlob, signal: new AbortController().signal })
}

describe.skipIf(!hasProgram('docker-registry'))('with Harbor', () => {
  let harbor: Harbor
  let client: RegistryClient
  beforeAll(async () => {
    harbor = await Harbor.start()
    harbor.projects.set('edge', 'push').set('others', 'pull')
    client = new RegistryClient({ url: harbor.url, credentials: ROBOT, retryDelayMs: 1 })
  })
  afterAll(async () => {
    client?.close()
    await harbor?.stop()
  })

  test('a tag alone is deleted through its own API, with the slashes of its name encoded twice', async () => {
    await push(client, 'edge/acme/web', '1.0')
    await push(client, 'edge/acme/web', '2.0')
    expect(await client.deleteTag('edge/acme/web', '1.0')).toBe(true)
    expect(harbor.asked.at(-1)).toBe('DELETE /api/v2.0/projects/edge/repositories/acme%252Fweb/artifacts/1.0/tags/1.0')
    expect(await client.headManifest('edge/acme/web', '1.0')).toBeUndefined()
    expect(await client.headManifest('edge/acme/web', '2.0')).toMatchObject({ digest: image.manifests[0]?.digest })
  })

  test('a tag that is gone already is no failure, one that is immutable is told', async () => {
    expect(await client.deleteTag('edge/acme/web', 'never')).toBe(true)
    await push(client, 'edge/acme/web', 'fixed')
    harbor.immutable.add('edge/acme/web:fixed')
    await expect(client.deleteTag('edge/acme/web', 'fixed')).rejects.toMatchObject({ kind: 'policy' })
  })

  test('a push names the project that does not exist, or the right that is missing', async () => {
    await expect(push(client, 'none/acme/web')).rejects.toThrow('the project none does not exist')
    await expect(push(client, 'others/acme/web')).rejects.toThrow('may not push to the project others')
  })

  test('a wrong password is told as such', async () => {
    const wrong = new RegistryClient({ url: harbor.url, credentials: { ...ROBOT, password: 'x' } })
    try {
      await expect(push(wrong, 'edge/acme/web')).rejects.toThrow('refuses the console’s user name and password')
    } finally {
      wrong.close()
    }
  })
})

test('a tag alone stays where the registry is no Harbor', async () => {
  const server = await serve(({ method }) =>
    Promise.resolve(new Response('<html>another server</html>', { status: method === 'DELETE' ? 405 : 200 })),
  )
  const client = new RegistryClient({ url: server.url, credentials: ROBOT })
  try {
    expect(await client.deleteTag('edge/acme/web', '1.0')).toBe(false)
    expect(await client.hasProject('edge')).toBeUndefined()
  } finally {
    client.close()
    await server.stop()
  }
})
