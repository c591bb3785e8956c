import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { isSameSecret } from '@/lib/auth/same-secret'
import type { StatusObject } from '@/lib/cluster/kinds'
import { isAccessReview, reviewAccess } from './access-review'
import { ApiError, unauthorized } from './api-error'
import { discover, SERVER_VERSION } from './discovery'
import { sendJson, sendText } from './http-io'
import type { ObjectApi } from './object-api'
import { openApi } from './openapi'
import { parseResourcePath } from './request-info'
import { ResourceHandler, type Kubelets } from './resource-handler'

/** What stands between the server's address and the token for clients that send none over plain HTTP. */
export const TOKEN_PATH = '/with-token/'

const OPEN_PATHS = new Set(['/healthz', '/readyz', '/livez'])

/** The API server: HTTP with a bearer token; every answer but a success is a Status object. */
export class ApiServer {
  private readonly handler: ResourceHandler
  private readonly server: Server

  constructor(
    api: ObjectApi,
    private readonly token: string,
    private readonly log: Logger,
    kubelets: Kubelets,
  ) {
    this.handler = new ResourceHandler(api, kubelets)
    this.server = createServer((request, response) => {
      void this.serve(request, response)
    })
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
    // watches last as long as they last
    this.server.requestTimeout = 0
    this.server.keepAliveTimeout = 65_000
  }

  /** @returns the port; throws what `listen` reports, such as EADDRINUSE */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, host, () => {
        this.server.removeListener('error', reject)
        resolve()
      })
    })
    return (this.server.address() as AddressInfo).port
  }

  /** Ends all streams and connections. */
  async close(): Promise<void> {
    this.handler.endStreams()
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.server.closeIdleConnections()
    const timer = setTimeout(() => this.server.closeAllConnections(), 1_000)
    await closed
    clearTimeout(timer)
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', (error) => this.log.debug({ err: error }, 'the client went away'))
    try {
      await this.route(request, response)
    } catch (error) {
      this.refuse(request, response, error)
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api')
    const { path, token } = splitToken(url.pathname, request.headers.authorization)
    if (OPEN_PATHS.has(path)) return sendText(response, 200, 'ok')
    if (path === '/version') return sendJson(response, 200, JSON.stringify(SERVER_VERSION))
    if (!isSameSecret(token, this.token)) throw unauthorized()
    const segments = segmentsOf(path)
    if (request.method === 'GET') {
      const document = discover(path, request.headers.host ?? '') ?? openApi(segments)
      if (document !== undefined) return sendJson(response, 200, JSON.stringify(document))
    }
    if (isAccessReview(segments)) return reviewAccess(request, response)
    const isResource = (segments[0] === 'api' && segments.length > 2) || (segments[0] === 'apis' && segments.length > 3)
    if (!isResource) return sendText(response, 404, '404 page not found\n')
    return this.handler.handle({ request, response, query: url.searchParams, info: parseResourcePath(segments) })
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (error) => this.log.debug({ err: error }, 'the client went away'))
    try {
      const url = new URL(request.url ?? '/', 'http://api')
      const { path, token } = splitToken(url.pathname, request.headers.authorization)
      if (!isSameSecret(token, this.token)) throw unauthorized()
      const info = parseResourcePath(segmentsOf(path))
      this.handler.upgrade(request, socket, head, url.searchParams, info)
    } catch (error) {
      const status = this.statusOf(request, error)
      const body = JSON.stringify(status)
      const head = `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code ?? 500]}\r\nContent-Type: application/json`
      socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
    }
  }

  private refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const status = this.statusOf(request, error)
    if (response.headersSent) {
      response.destroy()
      return
    }
    // a body that was not read to its end would be taken for the next request
    if (!request.complete) response.setHeader('Connection', 'close')
    sendJson(response, status.code ?? 500, JSON.stringify(status))
  }

  private statusOf(request: IncomingMessage, error: unknown): StatusObject {
    const known = error instanceof ApiError ? error : undefined
    if (!known) this.log.error({ err: error, method: request.method }, 'a request failed')
    return (known ?? new ApiError(500, 'InternalError', 'Internal error occurred', {})).toStatus()
  }
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment)
}

/** The token from the header or, where the path begins with one, from there. */
function splitToken(path: string, authorization = ''): { path: string; token: string } {
  if (!path.startsWith(TOKEN_PATH)) return { path, token: authorization.replace(/^Bearer /i, '') }
  const end = path.indexOf('/', TOKEN_PATH.length)
  if (end < 0) return { path: '/', token: path.slice(TOKEN_PATH.length) }
  return { path: path.slice(end), token: path.slice(TOKEN_PATH.length, end) }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // not valid percent-encoding: no name can be equal to it, so it leads to a 404
    return segment
  }
}
