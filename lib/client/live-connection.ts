import { CHANGE_KINDS, type ChangeKind } from '@/lib/events/change'

export type LiveState = { phase: 'connecting' } | { phase: 'live' } | { phase: 'lost'; since: Date }

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  close(): void
}

interface Handlers {
  onState: (state: LiveState) => void
  /** Records of these kinds changed; undefined: anything may have, notices were missed. */
  onChanged: (kinds: ReadonlySet<ChangeKind> | undefined) => void
}

const CLOSED = 2
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000
/** The first notice is passed on at once, those within this time after it together. */
const GATHER_MS = 1000

/** The one connection of a tab to `/api/events`. Reconnects by itself until stopped. */
export class LiveConnection {
  readonly #open: () => EventStream
  readonly #handlers: Handlers
  readonly #pending = new Set<ChangeKind>()
  #stream: EventStream | undefined
  #state: LiveState = { phase: 'connecting' }
  #retryMs = FIRST_RETRY_MS
  #retry: ReturnType<typeof setTimeout> | undefined
  #gathering: ReturnType<typeof setTimeout> | undefined

  constructor(open: () => EventStream, handlers: Handlers) {
    this.#open = open
    this.#handlers = handlers
  }

  start(): void {
    this.stop()
    const stream = this.#open()
    this.#stream = stream
    stream.addEventListener('open', () => this.#opened())
    stream.addEventListener('changed', ({ data }) => this.#changed(data))
    stream.addEventListener('error', () => this.#failed(stream))
  }

  stop(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    this.#stream?.close()
    this.#stream = undefined
  }

  #opened(): void {
    this.#retryMs = FIRST_RETRY_MS
    const wasLost = this.#state.phase === 'lost'
    this.#setState({ phase: 'live' })
    if (wasLost) this.#handlers.onChanged(undefined)
  }

  #changed(data: unknown): void {
    const kind = kindOf(data)
    if (!kind) return
    this.#pending.add(kind)
    if (this.#gathering === undefined) this.#tell()
  }

  #tell(): void {
    this.#gathering = undefined
    if (this.#pending.size === 0) return
    const kinds = new Set(this.#pending)
    this.#pending.clear()
    this.#gathering = setTimeout(() => this.#tell(), GATHER_MS)
    this.#handlers.onChanged(kinds)
  }

  #failed(stream: EventStream): void {
    if (this.#state.phase !== 'lost') this.#setState({ phase: 'lost', since: new Date() })
    // A stream that is not closed tries again by itself; one that was answered with an error gives up.
    if (stream.readyState !== CLOSED || stream !== this.#stream) return
    this.#stream = undefined
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.start(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS)
  }

  #setState(state: LiveState): void {
    this.#state = state
    this.#handlers.onState(state)
  }
}

function kindOf(data: unknown): ChangeKind | undefined {
  if (typeof data !== 'string') return undefined
  let notice: unknown
  try {
    notice = JSON.parse(data)
  } catch {
    // Cut off by a proxy: the next notice or reconnection fetches what it told.
    return undefined
  }
  const kind = typeof notice === 'object' && notice !== null && 'kind' in notice ? notice.kind : undefined
  return CHANGE_KINDS.find((known) => known === kind)
}
