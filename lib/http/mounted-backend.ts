import type { Backend } from './backend'

// Next bundles route handlers apart from server.ts, each with instances of its own: what they share is on globalThis.
const KEY = Symbol.for('apulisedge.backend')

interface Shared {
  [KEY]?: Backend | undefined
}

const shared = globalThis as typeof globalThis & Shared

export function mountBackend(backend: Backend): void {
  shared[KEY] = backend
}

/** For Next's route handlers: the same backend that `server.ts` asks ahead of Next. */
export function answerFromBackend(request: Request): Promise<Response> | Response {
  return (
    shared[KEY]?.handle(request) ??
    Response.json({ code: 10001, msg: 'the console is not running in this process' }, { status: 404 })
  )
}
