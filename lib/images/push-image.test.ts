import { expect, test } from 'vitest'
import { RegistryClient } from '@/lib/registry/client'
import { OCI_MANIFEST } from '@/lib/registry/media-types'
import { serve } from '@/lib/registry/testing/servers'
import { pushImage } from './push-image'

const ociError = (status: number, code: string) =>
  new Response(JSON.stringify({ errors: [{ code, message: 'as the test wants' }] }), { status })

/** What is said where the registry refuses the push, and answers the question after the account in this way. */
async function refusalWhere(ping: () => Response): Promise<unknown> {
  const server = await serve(({ url }) => Promise.resolve(url.endsWith('/v2/') ? ping() : ociError(403, 'DENIED')))
  const credentials = { username: 'robot', password: 'secret' }
  const client = new RegistryClient({ url: server.url, credentials, retryDelayMs: 1 })
  const manifests = [{ digest: '', mediaType: OCI_MANIFEST, bytes: Buffer.from('{}') }]
  const image = { manifests, blobs: [], imageId: '', platforms: [], layers: [] }
  const findBlob = () => Promise.resolve(undefined)
  const { signal } = new AbortController()
  try {
    return await pushImage(image, { client, repository: 'edge/acme/web', tag: '1', findBlob, signal }).catch(String)
  } finally {
    client.close()
    await server.stop()
  }
}

test.each([
  ['knows the account', () => new Response('{}'), 'may not push to the project edge'],
  ['refuses the account', () => ociError(401, 'UNAUTHORIZED'), 'refuses the console’s user name and password'],
  ['says nothing of the account', () => ociError(503, 'UNKNOWN'), 'may not push to the project edge'],
])('a push is refused by a registry that %s', async (_, ping, sentence) => {
  expect(await refusalWhere(ping)).toContain(sentence)
})
