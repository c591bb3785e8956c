import type { IncomingMessage, ServerResponse } from 'node:http'
import { failure } from '@/lib/protocol/reasons'
import { readBody } from './body'
import { toRequest, whenGone } from './node-adapter'

/** What is asked of a request to find out who sends it; a fetch-style `Request` has it too. */
export interface WithHeaders {
  readonly headers: { get(name: string): string | null }
}

/**
 * A request to the API, over fetch's or over Node's. A fetch-style request and response cost about ten times as much
 * as the rest of a small answer, so the fast lane goes without them.
 */
export interface ApiRequest extends WithHeaders {
  readonly method: string
  readonly pathname: string
  /** @throws AppError 20001, with HTTP 413 where it is larger; where the client goes away half way too */
  body(maxBytes: number): Promise<Buffer>
  /** The whole request, for an operation that reads its body as a stream. */
  web(): Request
  readonly signal: AbortSignal
}

export interface ApiAnswer {
  readonly status: number
  /** JSON text. */
  readonly body: string
}

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8'

export function fromWeb(request: Request): ApiRequest {
  return {
    method: request.method,
    pathname: new URL(request.url).pathname,
    headers: request.headers,
    signal: request.signal,
    body: (maxBytes) => readBody(request, maxBytes),
    web: () => request,
  }
}

export function fromNode(req: IncomingMessage, res: ServerResponse, origin: string): ApiRequest {
  // Made when somebody asks: most answers are there before a client could go away.
  let signal: AbortSignal | undefined
  const gone = () => (signal ??= whenGone(res))
  return {
    method: req.method ?? 'GET',
    pathname: (req.url ?? '/').split('?', 1)[0] ?? '/',
    headers: headersOf(req),
    get signal() {
      return gone()
    },
    body: (maxBytes) => readNodeBody(req, maxBytes),
    web: () => toRequest(req, origin, gone()),
  }
}

/** By their names in lower case. */
export function headersOf({ headers }: IncomingMessage): WithHeaders['headers'] {
  return {
    get: (name) => {
      const value = headers[name]
      return (Array.isArray(value) ? value.join(', ') : value) ?? null
    },
  }
}

function readNodeBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => failure('bodyTooLarge', { maxBytes }, { httpStatus: 413 })
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    req.on('data', (part: Buffer) => {
      size += part.length
      if (size > maxBytes) {
        req.removeAllListeners('data').pause()
        reject(tooLarge())
      } else parts.push(part)
    })
    req.once('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)))
    const cutOff = () => failure('uploadCutOff', {})
    req.once('error', (error) => reject(req.complete ? error : cutOff()))
    req.once('close', () => reject(cutOff()))
  })
}
