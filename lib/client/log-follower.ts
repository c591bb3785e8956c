import { readAnswer } from './answer'
import { ApiError, NO_ANSWER, toApiError } from './api-error'
import { LogLines, type LogLine } from './log-lines'

export type LogPhase = 'connecting' | 'open' | 'ended' | 'lost' | 'failed'

/** What is asked for; `tailLines` and `since` hold for the first connection. */
export interface LogWish {
  appName: string
  nodeName: string
  podName?: string | undefined
  containerName?: string | undefined
  previous?: boolean
  tailLines?: number | undefined
  since?: string | undefined
  until?: string | undefined
}

interface Handlers {
  onLines: (lines: LogLine[]) => void
  onPhase: (phase: LogPhase, error?: ApiError) => void
}

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000

export function logAddress(wish: LogWish, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(wish)) if (value !== undefined) query.set(name, String(value))
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return `/api/deployments/log?${query.toString()}`
}

/**
 * Reads a container's log and goes on reading it, over lost connections and the container's restarts, until stopped. A
 * range that has an end, and a run before this one, are read once.
 */
export class LogFollower {
  readonly #wish: LogWish
  readonly #handlers: Handlers
  readonly #lines = new LogLines()
  #stopped = new AbortController()
  #retryMs = FIRST_RETRY_MS

  constructor(wish: LogWish, handlers: Handlers) {
    this.#wish = wish
    this.#handlers = handlers
  }

  start(): void {
    this.#stopped = new AbortController()
    this.#retryMs = FIRST_RETRY_MS
    void this.#run(this.#stopped.signal)
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #run(signal: AbortSignal): Promise<void> {
    const follows = this.#wish.previous !== true && this.#wish.until === undefined
    while (!signal.aborted) {
      try {
        await this.#read(follows, signal)
        if (signal.aborted) return
        this.#handlers.onPhase('ended')
        if (!follows) return
      } catch (thrown) {
        if (signal.aborted) return
        const error = toApiError(thrown)
        // What the cluster refuses is refused again; what was there once may be there again.
        const isFinal = error.code !== NO_ANSWER && (error.status < 500 || this.#lines.since === undefined)
        this.#handlers.onPhase(isFinal ? 'failed' : 'lost', error)
        if (isFinal) return
      }
      await pause(this.#retryMs, signal)
      this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS)
    }
  }

  async #read(follow: boolean, signal: AbortSignal): Promise<void> {
    const { since } = this.#lines
    this.#lines.reconnected()
    const wish = since === undefined ? this.#wish : { ...this.#wish, since, tailLines: undefined }
    const response = await fetch(logAddress(wish, { follow: String(follow), timestamps: 'true' }), { signal })
    if (!response.ok) {
      readAnswer(await response.text(), response.status, '')
      throw new ApiError(NO_ANSWER, `HTTP ${response.status}`, { status: response.status })
    }
    this.#handlers.onPhase('open')
    const reader = response.body?.getReader()
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const lines = this.#lines.add(next.value)
      if (lines.length === 0) continue
      this.#retryMs = FIRST_RETRY_MS
      this.#handlers.onLines(lines)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
