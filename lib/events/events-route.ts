import type { App } from '@/lib/app'
import { tenantKey } from '@/lib/auth/caller'
import type { StreamLimit } from '@/lib/http/stream-limit'
import { AppError } from '@/lib/protocol/errors'
import { CHANGE_KINDS, type ChangeKind } from './change'

const HEARTBEAT_MS = 15_000
/** Changes within this time are told together: a deploy to a thousand nodes is one notice, not a thousand. */
const GATHER_MS = 200
/** A notice naming more records than this names none: the page fetches what it shows. */
const MAX_IDS = 100

/**
 * `GET /api/events`: server-sent events. `changed` carries `{ kind, ids }`; `ids` is empty where there were many.
 * What a slow reader has not taken is gathered, never queued. `heartbeat` comes every 15 s: as an event, since a page
 * is not told of comments and could not tell a quiet console from a connection that is gone.
 */
export async function handleEvents(app: App, limit: StreamLimit, request: Request): Promise<Response> {
  let caller, release
  try {
    caller = await app.auth.authenticate(request)
    release = limit.take(caller)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message, data, httpStatus } = error
    return Response.json({ code, msg: message, data }, { status: httpStatus })
  }
  const mine = tenantKey(caller.tenant)
  const stream = new NoticeStream(AbortSignal.any([request.signal, app.stopping]))
  stream.onEnd(release)
  stream.onEnd(
    app.changes.subscribe((change) => tenantKey(change.tenant) === mine && stream.add(change.kind, change.ids)),
  )
  app.metrics.eventStreams++
  stream.onEnd(() => void app.metrics.eventStreams--)
  stream.onEnd(app.changes.onMissed(() => CHANGE_KINDS.forEach((kind) => stream.add(kind, []))))
  return new Response(stream.readable, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

class NoticeStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly #pending = new Map<ChangeKind, Set<number>>()
  readonly #encoder = new TextEncoder()
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #gathering: NodeJS.Timeout | undefined
  readonly #heartbeat: NodeJS.Timeout
  #endings: (() => void)[] = []

  constructor(signal: AbortSignal) {
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
        controller.enqueue(this.#encoder.encode('retry: 2000\nevent: hello\ndata: {}\n\n'))
      },
      pull: () => this.#flush(),
      cancel: () => this.#end(),
    })
    this.#heartbeat = setInterval(() => this.#send('event: heartbeat\ndata: {}\n\n'), HEARTBEAT_MS)
    if (signal.aborted) this.#end()
    else signal.addEventListener('abort', () => this.#end(), { once: true })
  }

  onEnd(ending: () => void): void {
    if (this.#controller) this.#endings.push(ending)
    else ending()
  }

  add(kind: ChangeKind, ids: readonly number[]): void {
    const known = this.#pending.get(kind) ?? new Set<number>()
    for (const id of ids) if (known.size <= MAX_IDS) known.add(id)
    this.#pending.set(kind, known)
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.#flush()
    }, GATHER_MS)
  }

  #flush(): void {
    if (this.#gathering !== undefined || (this.#controller?.desiredSize ?? 0) <= 0) return
    for (const [kind, ids] of this.#pending) {
      const data = JSON.stringify({ kind, ids: ids.size > MAX_IDS ? [] : [...ids] })
      this.#controller?.enqueue(this.#encoder.encode(`event: changed\ndata: ${data}\n\n`))
    }
    this.#pending.clear()
  }

  #send(text: string): void {
    if ((this.#controller?.desiredSize ?? 0) > 0) this.#controller?.enqueue(this.#encoder.encode(text))
  }

  #end(): void {
    clearInterval(this.#heartbeat)
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    for (const ending of this.#endings.splice(0)) ending()
    const controller = this.#controller
    this.#controller = undefined
    try {
      controller?.close()
    } catch {
      // The reader cancelled first: the stream is closed already.
    }
  }
}
