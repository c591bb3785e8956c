import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { App } from '@/lib/app'
import { handleSession } from '@/lib/auth/session-route'
import { handleEvents } from '@/lib/events/events-route'
import { handleHealth } from '@/lib/health/health-route'
import { handleMetrics } from '@/lib/metrics/metrics-route'
import { JOIN_PREFIX } from '@/lib/nodes/join-command'
import { handleJoin } from '@/lib/nodes/join-route'
import { API_PREFIX, type Dispatcher } from '@/lib/protocol/dispatch'
import type { ApiAnswer, ApiRequest } from './api-request'
import { CODE } from '@/lib/protocol/errors'
import { LOG_PATH, LogRoute } from '@/lib/workloads/log-route'
import { EXEC_PATH, TerminalDoor } from '@/lib/workloads/terminal-door'
import { StreamLimit } from './stream-limit'

/** One for each open page or, of a portal, for each user's. */
const EVENT_STREAMS_PER_USER = 64
const EVENT_STREAMS_IN_ALL = 10_000

/** Everything that is not a page. Mounted twice: by `server.ts` ahead of Next, and by the route handlers in `app/`. */
export interface Backend {
  /** Whether the path is ours and not Next's. */
  owns(pathname: string): boolean
  /** Always answers. */
  handle(request: Request): Promise<Response>
  /** The same for paths below API_PREFIX, without the cost of fetch's objects. */
  answerApi(request: ApiRequest): Promise<ApiAnswer>
  /** Takes a request to speak another protocol, where its path is ours; else answers false and touches nothing. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

interface Parts {
  readonly app: App
  readonly dispatcher: Dispatcher
  /** The OpenAPI document, as JSON text. */
  readonly openapi: string
}

type Handler = (request: Request) => Promise<Response>

export function createBackend({ app, dispatcher, openapi }: Parts): Backend {
  const logs = new LogRoute(app)
  const terminals = new TerminalDoor(app)
  const eventStreams = new StreamLimit(EVENT_STREAMS_PER_USER, EVENT_STREAMS_IN_ALL)
  const exact: Readonly<Record<string, Handler>> = {
    '/api/session': (request) => handleSession(app, request),
    '/api/events': (request) => handleEvents(app, eventStreams, request),
    [LOG_PATH]: (request) => logs.handle(request),
    '/api/health': () => handleHealth(app),
    '/api/openapi.json': () => Promise.resolve(jsonText(openapi)),
    '/metrics': (request) => Promise.resolve(handleMetrics(app, request)),
    '/health': () => Promise.resolve(jsonText('"OK"')),
    '/v2': (request) => registry(app, request),
  }
  const below: Readonly<Record<string, Handler>> = {
    [API_PREFIX]: (request) => dispatcher.handle(request),
    '/v2/': (request) => registry(app, request),
    [JOIN_PREFIX]: (request) => handleJoin(app, request),
    '/api/': (request) => Promise.resolve(notThere(new URL(request.url).pathname)),
  }
  const find = (pathname: string): Handler | undefined => {
    if (Object.hasOwn(exact, pathname)) return exact[pathname]
    const prefix = Object.keys(below).find((one) => pathname.startsWith(one))
    return prefix === undefined ? undefined : below[prefix]
  }
  return {
    answerApi: (request) => dispatcher.answer(request),
    upgrade: (request, socket, head) => {
      if (!request.url?.startsWith('/api/')) return false
      if (request.url.split('?', 1)[0] === EXEC_PATH) void terminals.upgrade(request, socket, head)
      else socket.destroy()
      return true
    },
    owns: (pathname) => find(pathname) !== undefined,
    handle: async (request) => {
      const { pathname } = new URL(request.url)
      try {
        return (await find(pathname)?.(request)) ?? notThere(pathname)
      } catch (error) {
        return internalError(app, error)
      }
    },
  }
}

function registry(app: App, request: Request): Promise<Response> {
  return app.registry.embedded?.handle(request) ?? Promise.resolve(notThere('/v2/'))
}

function jsonText(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json; charset=utf-8' } })
}

function notThere(pathname: string): Response {
  return Response.json({ code: CODE.unknownPath, msg: `nothing is served at ${pathname}` }, { status: 404 })
}

function internalError(app: App, error: unknown): Response {
  app.log.error({ err: error }, 'request failed')
  return Response.json({ code: CODE.internal, msg: 'Internal Server Error' }, { status: 500 })
}
