const WINDOW_MS = 5 * 60_000
const MAX_KEYS = 50_000

/** Counts failed sign-ins by a key, so that a password cannot be guessed by trying. */
export class FailedAttempts {
  readonly #failures = new Map<string, { count: number; sinceMs: number }>()

  /** @param maxFailures within five minutes */
  constructor(readonly maxFailures: number) {}

  /** How long this key must wait, in ms; 0 where it need not. */
  waitMs(key: string, now = Date.now()): number {
    const entry = this.#failures.get(key)
    if (!entry || entry.count < this.maxFailures) return 0
    return Math.max(0, entry.sinceMs + WINDOW_MS - now)
  }

  failed(key: string, now = Date.now()): void {
    const entry = this.#failures.get(key)
    if (entry && entry.sinceMs + WINDOW_MS > now) entry.count++
    else {
      if (this.#failures.size >= MAX_KEYS) this.#forgetOld(now)
      this.#failures.set(key, { count: 1, sinceMs: now })
    }
  }

  /** One failure less. */
  takeBack(key: string): void {
    const entry = this.#failures.get(key)
    if (entry && entry.count > 1) entry.count--
    else this.#failures.delete(key)
  }

  succeeded(key: string): void {
    this.#failures.delete(key)
  }

  #forgetOld(now: number): void {
    for (const [key, entry] of this.#failures) if (entry.sinceMs + WINDOW_MS <= now) this.#failures.delete(key)
    if (this.#failures.size >= MAX_KEYS) this.#failures.clear()
  }
}
