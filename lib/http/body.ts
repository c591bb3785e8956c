import { invalid } from '@/lib/protocol/errors'

/**
 * Reads a body into memory.
 * @throws AppError 20001 with HTTP 413 where it is larger than `maxBytes`; the rest is not read
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => invalid(`the body is larger than ${maxBytes} bytes`, 413)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (!request.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > maxBytes) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}
