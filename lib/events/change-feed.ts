import { tenantKey, type Tenant } from '@/lib/auth/caller'
import type { Change } from './change'

type Listener = (change: Change) => void

/**
 * Tells those who listen in this process what was committed, here or, through `PostgresRelay`, by another process.
 * Listeners answer at once and must not throw.
 */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>()
  readonly #missedListeners = new Set<() => void>()
  readonly #versions = new Map<string, number>()

  /** @returns a function that ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * For when other processes' changes may have gone untold: whatever is shown or done by them has to be looked at anew.
   * @returns a function that ends it
   */
  onMissed(listener: () => void): () => void {
    this.#missedListeners.add(listener)
    return () => this.#missedListeners.delete(listener)
  }

  missed(): void {
    for (const listener of this.#missedListeners) listener()
  }

  publish(change: Change): void {
    if (change.ids.length === 0) return
    this.touch(change.tenant)
    for (const listener of this.#listeners) listener(change)
  }

  /** Records changed in a way that is no news: a heartbeat. */
  touch(tenant: Tenant): void {
    this.#versions.set(tenantKey(tenant), this.version(tenant) + 1)
  }

  /** Grows with every change of the tenant's records. */
  version(tenant: Tenant): number {
    return this.#versions.get(tenantKey(tenant)) ?? 0
  }
}
