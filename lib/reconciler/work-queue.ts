import type { Logger } from 'pino'

const MIN_BACKOFF_MS = 500
const MAX_BACKOFF_MS = 5 * 60_000
const MIN_OUTAGE_MS = 500
const MAX_OUTAGE_MS = 10_000

export interface WorkQueueOptions {
  /** Brings one key to what is wanted. A key is never worked on twice at once. */
  work: (key: string) => Promise<void>
  /** Whether the failure is no fault of the key's: then all wait, and go on in their order when it is over. */
  isOutage: (error: unknown) => boolean
  concurrency: number
  log: Logger
}

/**
 * Keys to be worked on, first come first served, each in the queue once. A key added while it is worked on comes
 * again afterwards; one that fails comes again after a back-off of its own.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions
  #waiting = new Set<string>()
  /** Keys that an outage sent back, in the order in which they had begun: older than all that wait. */
  #returned: { key: string; order: number }[] = []
  /** By key, how many had begun before it. */
  readonly #running = new Map<string, number>()
  #begun = 0
  readonly #again = new Set<string>()
  readonly #failures = new Map<string, number>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #outage: { ms: number; timer: NodeJS.Timeout } | undefined
  #outageMs = MIN_OUTAGE_MS
  #started = false
  #stopped = false
  #idle: (() => void)[] = []

  constructor(options: WorkQueueOptions) {
    this.#options = options
  }

  add(key: string): void {
    if (this.#stopped) return
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    if (this.#running.has(key)) this.#again.add(key)
    else if (!this.#returned.some((returned) => returned.key === key)) this.#waiting.add(key)
    this.#pump()
  }

  addAfter(key: string, ms: number): void {
    if (this.#stopped || this.#timers.has(key) || this.#waiting.has(key)) return
    const due = () => {
      this.#timers.delete(key)
      this.add(key)
    }
    this.#timers.set(key, setTimeout(due, ms))
  }

  /** How many keys wait or are worked on. */
  get size(): number {
    return this.#waiting.size + this.#returned.length + this.#running.size
  }

  start(): void {
    this.#started = true
    this.#pump()
  }

  /** Takes no more keys; resolves when those under way are done. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    clearTimeout(this.#outage?.timer)
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #pump(): void {
    if (!this.#started || this.#stopped || this.#outage) return
    while (this.#running.size < this.#options.concurrency) {
      const key = this.#next()
      if (key === undefined) return
      this.#running.set(key, this.#begun++)
      void this.#run(key)
    }
  }

  #next(): string | undefined {
    const returned = this.#returned.shift()
    if (returned !== undefined) return returned.key
    const [key] = this.#waiting
    if (key !== undefined) this.#waiting.delete(key)
    return key
  }

  async #run(key: string): Promise<void> {
    let error: unknown
    try {
      await this.#options.work(key)
      this.#failures.delete(key)
      this.#outageMs = MIN_OUTAGE_MS
    } catch (caught) {
      error = caught ?? new Error('failed without saying why')
    }
    const order = this.#running.get(key) ?? 0
    this.#running.delete(key)
    const again = this.#again.delete(key)
    if (this.#stopped) this.#tellIdle()
    else if (error !== undefined && this.#options.isOutage(error)) this.#pause({ key, order }, error)
    else if (error !== undefined) this.#retryLater(key, error, again)
    else if (again) this.#waiting.add(key)
    this.#pump()
  }

  #tellIdle(): void {
    if (this.#running.size === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Soon where something about it changed meanwhile: that may be the remedy. */
  #retryLater(key: string, error: unknown, hasChanged: boolean): void {
    const failures = hasChanged ? 0 : (this.#failures.get(key) ?? 0)
    this.#failures.set(key, failures + 1)
    const backoffMs = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** failures)
    this.#options.log.warn({ err: error, key, backoffMs }, 'reconciling failed')
    this.addAfter(key, backoffMs * (0.75 + Math.random() / 4))
  }

  #pause(returned: { key: string; order: number }, error: unknown): void {
    this.#returned.push(returned)
    this.#returned.sort((a, b) => a.order - b.order)
    if (this.#outage) return
    const ms = this.#outageMs
    this.#outageMs = Math.min(MAX_OUTAGE_MS, ms * 2)
    this.#options.log.warn(
      { err: error, key: returned.key, pauseMs: ms },
      'reconciling waits for the cluster or the database',
    )
    const resume = () => {
      this.#outage = undefined
      this.#pump()
    }
    this.#outage = { ms, timer: setTimeout(resume, ms) }
  }
}
