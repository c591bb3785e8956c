import { OciError, answer } from './answers'
import type { BlobStore } from './blob-store'
import { streamFile } from './files'
import type { Layout } from './layout'

/** GET, HEAD and DELETE of a blob. */
export async function serveBlob(
  request: Request,
  { layout, blobs }: { layout: Layout; blobs: BlobStore },
  { repository, digest }: { repository: string; digest: string },
): Promise<Response> {
  if (request.method === 'DELETE') {
    if (!(await blobs.unlink(repository, digest))) throw unknownBlob(digest)
    return answer(202)
  }
  const size = blobs.size(repository, digest)
  if (size === undefined) throw unknownBlob(digest)
  const range = readRange(request.headers.get('range'), size)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(end - start + 1),
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    etag: `"${digest}"`,
    'cache-control': 'max-age=31536000',
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  }
  const body = request.method === 'HEAD' ? null : await streamFile(layout.blob(digest), start, end)
  return answer(range ? 206 : 200, headers, body)
}

const unknownBlob = (digest: string) => new OciError('BLOB_UNKNOWN', `there is no blob ${digest} here`)

/** RFC 9110 §14: one range of bytes; several, or other units, are answered with the whole. */
function readRange(header: string | null, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const isSuffix = match[1] === ''
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = isSuffix || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (start > end) {
    const headers = { 'content-range': `bytes */${size}` }
    throw new OciError('SIZE_INVALID', 'the range is outside the blob', { status: 416, headers })
  }
  return { start, end }
}
