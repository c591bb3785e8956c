const MOST = 20_000

/** Keeps one of what is equal, so that it is in memory once. Forgets all when it knows too many: they were not the same. */
export class Shared<T> {
  readonly #known = new Map<string, T>()

  /** @param key equal for equal values */
  of(key: string, make: () => T): T {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size >= MOST) this.#known.clear()
    const made = make()
    this.#known.set(key, made)
    return made
  }
}
