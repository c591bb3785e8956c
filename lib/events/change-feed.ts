import type { Change } from './change'

type Listener = (change: Change) => void

/** Tells those who listen in this process what was committed. Listeners answer at once and must not throw. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>()

  /** @returns a function that ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(change: Change): void {
    if (change.ids.length === 0) return
    for (const listener of this.#listeners) listener(change)
  }
}
