import { failure } from '@/lib/protocol/reasons'

/**
 * The body as it comes in. Whoever stops half way leaves the rest unread, and does not cancel the stream: that would
 * close the connection before the answer is sent.
 */
export async function* bodyChunks(request: Request): AsyncGenerator<Buffer> {
  if (!request.body) return
  const reader = request.body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { buffer, byteOffset, byteLength } = next.value
      yield Buffer.from(buffer, byteOffset, byteLength)
    }
  } finally {
    reader.releaseLock()
  }
}

/**
 * Reads a body into memory.
 * @throws AppError 20001 with HTTP 413 where it is larger than `maxBytes`; the rest is not read. Without, where the
 * client went away half way
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => failure('bodyTooLarge', { maxBytes }, { httpStatus: 413 })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of bodyChunks(request)) {
      size += part.byteLength
      if (size > maxBytes) throw tooLarge()
      parts.push(part)
    }
  } catch (error) {
    throw request.signal.aborted ? failure('uploadCutOff', {}) : error
  }
  return Buffer.concat(parts)
}
