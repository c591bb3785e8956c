import type { App } from '@/lib/app'
import { handleSession } from '@/lib/auth/session-route'
import { handleEvents } from '@/lib/events/events-route'
import { handleHealth } from '@/lib/health/health-route'
import { API_PREFIX, type Dispatcher } from '@/lib/protocol/dispatch'
import { CODE } from '@/lib/protocol/errors'

/** Answers a request that is ours; undefined for one that is Next's. */
export type Backend = (request: Request) => Promise<Response> | undefined

interface Parts {
  readonly app: App
  readonly dispatcher: Dispatcher
  /** The OpenAPI document, as JSON text. */
  readonly openapi: string
}

/**
 * Everything that is not a page. Mounted twice: by `server.ts` ahead of Next, and by the route handlers in `app/`.
 */
export function createBackend({ app, dispatcher, openapi }: Parts): Backend {
  const guard = (answer: Promise<Response>) => answer.catch((error: unknown) => internalError(app, error))
  return (request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith(API_PREFIX)) return dispatcher.handle(request)
    if (pathname === '/v2' || pathname.startsWith('/v2/')) return guard(registry(app, request))
    if (pathname === '/api/session') return guard(handleSession(app, request))
    if (pathname === '/api/events') return guard(handleEvents(app, request))
    if (pathname === '/api/health') return guard(handleHealth(app))
    if (pathname === '/api/openapi.json') return Promise.resolve(jsonText(openapi))
    if (pathname === '/health') return Promise.resolve(jsonText('"OK"'))
    if (pathname.startsWith('/api/')) return Promise.resolve(notThere(pathname))
    return undefined
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
