import { CHANGE_KINDS, type ChangeKind } from '@/lib/events/change'
import type { Changed } from './refresher'

export type LiveState = { phase: 'connecting' } | { phase: 'live' } | { phase: 'lost'; since: Date }

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  close(): void
}

interface Handlers {
  onState: (state: LiveState) => void
  /** Of each notice; undefined: notices may have been missed. */
  onChanged: (changed: Changed) => void
}

const CLOSED = 2
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000
/** The server says something every 15 s: a stream that is silent for longer may lead nowhere, which nothing else tells. */
const MAX_SILENCE_MS = 40_000
const HEARD = ['open', 'hello', 'heartbeat', 'changed']

/** The one connection of a tab to `/api/events`. Reconnects by itself until stopped. */
export class LiveConnection {
  readonly #open: () => EventStream
  readonly #handlers: Handlers
  #stream: EventStream | undefined
  #started = false
  #state: LiveState = { phase: 'connecting' }
  #retryMs = FIRST_RETRY_MS
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(open: () => EventStream, handlers: Handlers) {
    this.#open = open
    this.#handlers = handlers
  }

  start(): void {
    this.#close()
    this.#started = true
    const stream = this.#open()
    this.#stream = stream
    this.#heard()
    for (const type of HEARD) stream.addEventListener(type, () => this.#heard())
    stream.addEventListener('open', () => this.#opened())
    stream.addEventListener('changed', ({ data }) => this.#changed(data))
    stream.addEventListener('error', () => this.#failed(stream))
  }

  /** To be called when the network has changed: the stream may go over one that is gone, and stays open all the same. */
  reopen(): void {
    if (this.#started) this.start()
  }

  stop(): void {
    this.#started = false
    this.#close()
  }

  #close(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    this.#stream?.close()
    this.#stream = undefined
  }

  #opened(): void {
    this.#retryMs = FIRST_RETRY_MS
    this.#setState({ phase: 'live' })
    // Also the first time: what the page has was asked for before, and nobody told what changed until now.
    this.#handlers.onChanged(undefined)
  }

  #changed(data: unknown): void {
    const kind = kindOf(data)
    if (kind) this.#handlers.onChanged(new Set([kind]))
  }

  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#lost()
      this.start()
    }, MAX_SILENCE_MS)
  }

  #lost(): void {
    if (this.#state.phase !== 'lost') this.#setState({ phase: 'lost', since: new Date() })
  }

  #failed(stream: EventStream): void {
    this.#lost()
    // A stream that is not closed tries again by itself; one that was answered with an error gives up.
    if (stream.readyState !== CLOSED || stream !== this.#stream) return
    this.#stream = undefined
    clearTimeout(this.#silence)
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
