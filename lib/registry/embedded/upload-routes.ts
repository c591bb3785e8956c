import { bodyChunks } from '@/lib/http/body'
import { isDigest, isRepository } from '../reference'
import { OciError, answer } from './answers'
import type { BlobStore } from './blob-store'
import type { Uploads } from './uploads'

interface Stores {
  blobs: BlobStore
  uploads: Uploads
}

/** POST blobs/uploads/: mounts a blob, takes one in a single request, or opens an upload. */
export async function startUpload(request: Request, stores: Stores, repository: string): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const mount = searchParams.get('mount')
  const from = searchParams.get('from')
  if (mount !== null && from !== null && isDigest(mount) && isRepository(from)) {
    if (stores.blobs.size(from, mount) !== undefined) {
      await stores.blobs.link(repository, mount)
      return created(repository, mount)
    }
  }
  const digest = readDigest(searchParams)
  const id = await stores.uploads.start(repository)
  if (digest === undefined) return progress(202, repository, id, 0)
  await stores.uploads.append(id, bodyChunks(request))
  return finish(stores, repository, id, digest)
}

/** GET, PATCH, PUT and DELETE of an upload under way. */
export async function continueUpload(
  request: Request,
  stores: Stores,
  { repository, id }: { repository: string; id: string },
): Promise<Response> {
  const { uploads } = stores
  const offset = await uploads.offset(repository, id)
  switch (request.method) {
    case 'GET':
      return progress(204, repository, id, offset)
    case 'DELETE':
      await uploads.remove(id)
      return answer(204)
    case 'PATCH':
      checkRange(request.headers.get('content-range'), offset, repository, id)
      return progress(202, repository, id, await uploads.append(id, bodyChunks(request)))
    case 'PUT': {
      const digest = readDigest(new URL(request.url).searchParams)
      if (digest === undefined) throw new OciError('DIGEST_INVALID', 'digest is missing')
      checkRange(request.headers.get('content-range'), offset, repository, id)
      await uploads.append(id, bodyChunks(request))
      return finish(stores, repository, id, digest)
    }
    default:
      throw new OciError('UNSUPPORTED', `${request.method} is not supported here`)
  }
}

async function finish({ blobs, uploads }: Stores, repository: string, id: string, digest: string): Promise<Response> {
  await uploads.finish(id, digest, (file) => blobs.adopt(repository, digest, file))
  return created(repository, digest)
}

function readDigest(parameters: URLSearchParams): string | undefined {
  const digest = parameters.get('digest')
  if (digest !== null && !isDigest(digest)) throw new OciError('DIGEST_INVALID', `${digest} is no sha256 digest`)
  return digest ?? undefined
}

/** A chunk must go on where the last one ended: distribution-spec "Pushing a blob in chunks". */
function checkRange(header: string | null, offset: number, repository: string, id: string): void {
  if (header === null) return
  const match = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/.*)?$/.exec(header.trim())
  if (match && Number(match[1]) === offset && Number(match[2]) >= offset) return
  throw new OciError('BLOB_UPLOAD_INVALID', `the next byte must be number ${offset}`, {
    status: 416,
    headers: progressHeaders(repository, id, offset),
  })
}

function created(repository: string, digest: string): Response {
  return answer(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest })
}

function progress(status: number, repository: string, id: string, offset: number): Response {
  return answer(status, progressHeaders(repository, id, offset))
}

function progressHeaders(repository: string, id: string, offset: number): Record<string, string> {
  return {
    location: `/v2/${repository}/blobs/uploads/${id}`,
    range: `0-${Math.max(0, offset - 1)}`,
    'docker-upload-uuid': id,
  }
}
