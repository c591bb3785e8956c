import type { ChangeKind } from '@/lib/events/change'

/** Undefined: anything may have changed. */
export type Changed = ReadonlySet<ChangeKind> | undefined

/** The least time between two refreshes. */
const STEP_MS = 1000

/**
 * Has what changed fetched again: the first change at once, those that follow together. The next refresh waits until
 * the one before it has all its answers, and for as long again as that took: a slow server is not asked more and more.
 */
export class Refresher {
  readonly #refresh: (changed: Changed) => Promise<unknown>
  readonly #pending = new Set<ChangeKind>()
  #allPending = false
  #running = false
  #stopped = false
  #lastMs = -Infinity
  #restMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param refresh resolves when the answers are there */
  constructor(refresh: (changed: Changed) => Promise<unknown>) {
    this.#refresh = refresh
  }

  changed(changed: Changed): void {
    if (changed === undefined) this.#allPending = true
    for (const kind of changed ?? []) this.#pending.add(kind)
    this.#plan()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #plan(): void {
    clearTimeout(this.#timer)
    if (this.#stopped || this.#running || !(this.#allPending || this.#pending.size > 0)) return
    const stepMs = Math.max(this.#restMs, STEP_MS)
    const waitMs = this.#lastMs + stepMs - Date.now()
    if (waitMs > 0) this.#timer = setTimeout(() => void this.#run(), waitMs)
    else void this.#run()
  }

  async #run(): Promise<void> {
    const changed = this.#allPending ? undefined : new Set(this.#pending)
    this.#pending.clear()
    this.#allPending = false
    this.#running = true
    this.#lastMs = Date.now()
    try {
      await this.#refresh(changed)
    } finally {
      this.#running = false
      this.#restMs = 2 * (Date.now() - this.#lastMs)
      this.#plan()
    }
  }
}
