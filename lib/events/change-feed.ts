import { tenantKey, type Tenant } from '@/lib/auth/caller'
import type { Change } from './change'

type Listener = (change: Change) => void

/** Tells those who listen in this process what was committed. Listeners answer at once and must not throw. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>()
  readonly #versions = new Map<string, number>()

  /** @returns a function that ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
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
