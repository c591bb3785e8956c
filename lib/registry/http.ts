import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { RegistryError, toRegistryError } from './errors'
import { tlsFailure, trustedWith } from './tls'

/** Bytes that can be opened again: a retry needs a fresh stream. */
export interface BlobSource {
  size: number
  open(): Readable
}

export interface OutgoingRequest {
  method: string
  url: URL
  headers?: Record<string, string>
  body?: Buffer | BlobSource
  connectTimeoutMs: number
  /** Longest silence on the connection, in both directions. */
  idleTimeoutMs: number
  signal?: AbortSignal
}

/** Callers bound how much they do at once: in the agent a request would wait without a word. */
const AGENT = { keepAlive: true, timeout: 30_000 }

/** Keep-alive connections of one client; `close` ends them. */
export class Connections {
  private readonly plain = new http.Agent(AGENT)
  private readonly secure: https.Agent

  /** `authorities`: certificates (PEM) to trust beside the well-known ones. */
  constructor(private readonly authorities: readonly string[] = []) {
    this.secure = new https.Agent(authorities.length === 0 ? AGENT : { ...AGENT, ca: trustedWith(authorities) })
  }

  /**
   * Sends one request. Resolves with the answer's head; the caller reads or destroys its body.
   * @throws RegistryError kind unreachable, or insecure
   */
  send(request: OutgoingRequest): Promise<IncomingMessage> {
    const { method, url, body, signal, headers } = request
    const what = `${method} ${url.origin}${url.pathname}`
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:'
      const options = { method, headers: { ...headers, ...lengthOf(body) }, signal }
      const outgoing = secure
        ? https.request(url, { ...options, agent: this.secure })
        : http.request(url, { ...options, agent: this.plain })

      outgoing.once('socket', (socket) => {
        if (!socket.connecting) return
        const tooLate = new Error(`no connection within ${request.connectTimeoutMs} ms`)
        const timer = setTimeout(() => outgoing.destroy(tooLate), request.connectTimeoutMs)
        const clear = () => clearTimeout(timer)
        socket.once(secure ? 'secureConnect' : 'connect', clear)
        outgoing.once('close', clear)
      })
      outgoing.setTimeout(request.idleTimeoutMs, () => {
        outgoing.destroy(new Error(`nothing sent or received for ${request.idleTimeoutMs} ms`))
      })
      outgoing.on('error', (error) => {
        reject(tlsFailure(error, url.host, this.authorities.length > 0) ?? toRegistryError(error, what))
      })
      outgoing.once('response', resolve)
      sendBody(outgoing, body)
    })
  }

  close(): void {
    this.plain.destroy()
    this.secure.destroy()
  }
}

function lengthOf(body: Buffer | BlobSource | undefined): Record<string, string> {
  if (body === undefined) return {}
  return { 'content-length': String(Buffer.isBuffer(body) ? body.length : body.size) }
}

function sendBody(outgoing: http.ClientRequest, body: Buffer | BlobSource | undefined): void {
  if (body === undefined || Buffer.isBuffer(body)) {
    outgoing.end(body)
    return
  }
  const source = body.open()
  source.on('error', (error) => outgoing.destroy(error))
  outgoing.once('close', () => source.destroy())
  outgoing.once('response', (answer: IncomingMessage) => {
    if (outgoing.writableEnded) return
    // Refused before all was sent: stop sending, and never reuse a connection with half a request on it.
    source.unpipe(outgoing)
    source.destroy()
    answer.once('close', () => outgoing.destroy())
  })
  source.pipe(outgoing)
}

/**
 * The whole body of an answer.
 * @throws RegistryError when it is longer than maxBytes, or is cut off
 */
export async function readBody(answer: IncomingMessage, maxBytes: number, what: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new RegistryError('invalid', `${what}: the answer is longer than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw toRegistryError(error, what)
  }
  return Buffer.concat(chunks)
}
