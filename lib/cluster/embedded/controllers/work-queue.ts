import type { Logger } from 'pino'
import { DelayQueue } from './delay-queue'

const SLICE_MS = 4
const FIRST_RETRY_MS = 10
const LONGEST_RETRY_MS = 30_000

/**
 * Calls `reconcile` for every key that was added, each key once however often it was added meanwhile. Works in slices of a
 * few milliseconds, so that requests are served in between; a key whose reconcile throws comes again, later each time.
 */
export class WorkQueue {
  private readonly keys = new Set<string>()
  private readonly failures = new Map<string, number>()
  private readonly delayed: DelayQueue
  private running: NodeJS.Immediate | undefined
  private stopped = false

  constructor(
    private readonly name: string,
    private readonly reconcile: (key: string) => void,
    private readonly log: Logger,
  ) {
    this.delayed = new DelayQueue((key) => this.add(key))
  }

  add(key: string): void {
    if (this.stopped) return
    this.keys.add(key)
    this.running ??= setImmediate(() => this.run())
  }

  addAfter(key: string, delayMs: number): void {
    this.delayed.add(key, delayMs)
  }

  stop(): void {
    this.stopped = true
    this.keys.clear()
    this.delayed.stop()
    clearImmediate(this.running)
  }

  private run(): void {
    this.running = undefined
    const end = performance.now() + SLICE_MS
    for (const key of this.keys) {
      this.keys.delete(key)
      this.process(key)
      if (performance.now() > end) break
    }
    if (this.keys.size > 0 && !this.stopped) this.running = setImmediate(() => this.run())
  }

  private process(key: string): void {
    try {
      this.reconcile(key)
      this.failures.delete(key)
    } catch (error) {
      const failures = (this.failures.get(key) ?? 0) + 1
      this.failures.set(key, failures)
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)
      this.log.warn(
        { err: error, key, failures, delayMs, queue: this.name },
        'a reconcile failed and will be tried again',
      )
      this.delayed.add(key, delayMs)
    }
  }
}
