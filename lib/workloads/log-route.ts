import type { App } from '@/lib/app'
import { StreamLimit } from '@/lib/http/stream-limit'
import { AppError } from '@/lib/protocol/errors'
import { parseOrInvalid } from '@/lib/protocol/validation'
import { findContainer, type FoundContainer } from './find-container'
import { openLog } from './pod-log'
import { logStreamQuery } from './schema'

export const LOG_PATH = '/api/deployments/log'

/** A browser has six connections to a console for all of its pages; a portal that shows more asks for the last lines. */
const STREAMS_PER_USER = 16
const STREAMS_IN_ALL = 400

/**
 * `GET /api/deployments/log?appName=&nodeName=&…`: a container's log as text, as it comes; with `follow` until the
 * container or the reader ends. Nothing is read ahead of the reader. Errors are `{ code, msg, data }`.
 */
export class LogRoute {
  readonly #limit = new StreamLimit(STREAMS_PER_USER, STREAMS_IN_ALL)

  constructor(readonly app: App) {}

  async handle(request: Request): Promise<Response> {
    try {
      return await this.#open(request)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { code, message, data, httpStatus } = error
      return Response.json(
        { code, msg: message, data },
        { status: httpStatus, headers: { 'cache-control': 'no-store' } },
      )
    }
  }

  async #open(request: Request): Promise<Response> {
    const { app } = this
    const caller = await app.auth.authenticate(request)
    const query = parseOrInvalid(logStreamQuery, Object.fromEntries(new URL(request.url).searchParams), '')
    const release = this.#limit.take(caller)
    const ended = new AbortController()
    const signal = AbortSignal.any([request.signal, app.stopping, ended.signal])
    const close = () => {
      release()
      ended.abort()
    }
    try {
      const found = await findContainer({ app, caller, db: app.db.read, signal }, query)
      const chunks = await openLog({ app, signal }, found, query)
      return new Response(toStream(chunks, signal, close), { headers: headersFor(found, query.download) })
    } catch (error) {
      close()
      throw error
    }
  }
}

function headersFor({ appName, nodeName, podName }: FoundContainer, download: boolean): Record<string, string> {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store, no-transform',
    // A proxy that gathers the answer would hold back what is followed.
    'x-accel-buffering': 'no',
    'x-pod-name': podName,
  }
  if (!download) return headers
  const name = encodeURIComponent(`${appName}-${nodeName}.log`).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return { ...headers, 'content-disposition': `attachment; filename="${podName}.log"; filename*=UTF-8''${name}` }
}

/** Read only as far as the reader has come. `onEnd` is called once, however it ends. */
function toStream(chunks: AsyncGenerator<Buffer>, signal: AbortSignal, onEnd: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await chunks.next()
          if (!next.done) return controller.enqueue(next.value)
          controller.close()
        } catch (error) {
          // What the cluster breaks off is broken off for the reader too, who asks again from there.
          if (signal.aborted) controller.close()
          else controller.error(error)
        }
        onEnd()
      },
      async cancel() {
        onEnd()
        await chunks.return(undefined).catch(() => undefined) // it was being read: aborted just now
      },
    },
    { highWaterMark: 0 },
  )
}
