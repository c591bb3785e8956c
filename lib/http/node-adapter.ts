import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { discardRest } from './linger'

/** How much of a body is taken in before somebody reads it. */
const BODY_BUFFER_BYTES = 256 * 1024

/** Fires when the connection closes, be it that the client goes away or that the answer is sent. */
export function whenGone(res: ServerResponse): AbortSignal {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  return gone.signal
}

/** A fetch-style request over Node's: the body streams, and the signal fires when the client goes away. */
export function toRequest(req: IncomingMessage, origin: string, gone: AbortSignal): Request {
  const headers = new Headers()
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i] ?? ''
    if (!name.startsWith(':')) headers.append(name, req.rawHeaders[i + 1] ?? '')
  }
  const method = req.method ?? 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD' && hasContent(req)
  // Without a strategy of its own Node 20 counts chunks, not bytes, and takes in a gigabyte before it holds back.
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: BODY_BUFFER_BYTES })
  // Node's and the DOM's declarations of one and the same web stream differ.
  const body = hasBody ? (Readable.toWeb(req, { strategy }) as ReadableStream<Uint8Array>) : null
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, signal: gone, duplex: 'half' }
  return new Request(new URL(req.url ?? '/', origin), init)
}

function hasContent(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
}

/** Sends a fetch-style response, streaming with back-pressure; ends when the client goes away. */
export async function sendResponse(response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('set-cookie', cookies)
  const isEarly = isAnsweredEarly(req)
  if (isEarly) res.setHeader('connection', 'close')
  const rest = isEarly ? discardRest(req) : undefined
  // What comes as it happens may be long in coming: that there is an answer is told now.
  if (response.headers.get('x-accel-buffering') === 'no') res.flushHeaders()
  if (!response.body || req.method === 'HEAD') await response.body?.cancel()
  else await pipeline(Readable.fromWeb(response.body as NodeReadableStream), res, { end: !isEarly })
  await rest
  res.end()
}

/** An answer given before the request was read to its end: the connection cannot be used again. */
function isAnsweredEarly(req: IncomingMessage): boolean {
  return !req.complete && !hasEnded(req)
}

function hasEnded(req: IncomingMessage): boolean {
  return req.readableEnded || !hasContent(req)
}

/** Sends a short answer that is whole already. */
export function sendText(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  contentType: string,
  body: string,
): void {
  const length = Buffer.byteLength(body)
  const headers = { 'content-type': contentType, 'content-length': length }
  const text = req.method === 'HEAD' ? '' : body
  if (!isAnsweredEarly(req)) {
    res.writeHead(status, headers).end(text)
    return
  }
  // All of the answer goes out at once; only the end of the connection waits.
  res.writeHead(status, { ...headers, connection: 'close' }).write(text)
  void discardRest(req).then(() => res.end())
}
