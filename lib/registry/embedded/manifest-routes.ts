import { bodyChunks } from '@/lib/http/body'
import { OCI_INDEX } from '../media-types'
import { OciError, answer, jsonAnswer } from './answers'
import type { ManifestStore } from './manifest-store'

/** distribution-spec "Pushing Manifests": registries should take at least this much. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** GET, HEAD, PUT and DELETE of a manifest by tag or digest. */
export async function serveManifest(
  request: Request,
  manifests: ManifestStore,
  { repository, reference }: { repository: string; reference: string },
): Promise<Response> {
  if (request.method === 'PUT') return putManifest(request, manifests, repository, reference)
  if (request.method === 'DELETE') {
    await manifests.delete(repository, reference)
    return answer(202)
  }
  const { digest, mediaType, bytes } = await manifests.get(repository, reference)
  const headers = {
    'content-type': mediaType,
    'content-length': String(bytes.length),
    'docker-content-digest': digest,
    etag: `"${digest}"`,
  }
  return answer(200, headers, request.method === 'HEAD' ? null : new Uint8Array(bytes))
}

async function putManifest(request: Request, manifests: ManifestStore, repository: string, reference: string) {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''
  const bytes = await readManifestBody(request)
  const { digest, subject } = await manifests.put(repository, reference, mediaType, bytes)
  return answer(201, {
    location: `/v2/${repository}/manifests/${digest}`,
    'docker-content-digest': digest,
    ...(subject === undefined ? {} : { 'oci-subject': subject }),
  })
}

async function readManifestBody(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bodyChunks(request)) {
    size += chunk.length
    if (size > MAX_MANIFEST_BYTES) {
      throw new OciError('SIZE_INVALID', `the manifest is larger than ${MAX_MANIFEST_BYTES} bytes`, { status: 413 })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** distribution-spec "Listing Referrers": an index, empty when there are none. */
export async function serveReferrers(
  request: Request,
  manifests: ManifestStore,
  { repository, digest }: { repository: string; digest: string },
): Promise<Response> {
  const type = new URL(request.url).searchParams.get('artifactType')
  const all = await manifests.referrers(repository, digest)
  const shown = type === null ? all : all.filter(({ artifactType }) => artifactType === type)
  const headers = { 'content-type': OCI_INDEX, ...(type === null ? {} : { 'oci-filters-applied': 'artifactType' }) }
  return jsonAnswer({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: shown }, headers)
}
