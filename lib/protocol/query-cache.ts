import { tenantKey, type Tenant } from '@/lib/auth/caller'
import type { ChangeFeed } from '@/lib/events/change-feed'

const MAX_BYTES = 64 << 20
const MAX_ENTRY_BYTES = 1 << 20

interface Entry {
  version: number
  content: string
}

/**
 * Answers of queries that depend on a tenant's records alone, for as long as those stand: portals and pages ask for
 * the same lists again and again. Right only where every change of a record passes through this process' change feed,
 * so it is not used on a database that several processes may write to.
 */
export class QueryCache {
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>()
  #bytes = 0

  constructor(readonly changes: ChangeFeed) {}

  async get(tenant: Tenant, operation: string, input: unknown, ask: () => Promise<string>): Promise<string> {
    const key = `${tenantKey(tenant)} ${operation} ${JSON.stringify(input)}`
    // Read before the records are: what changes meanwhile makes the answer old at once.
    const version = this.changes.version(tenant)
    const entry = this.#entries.get(key)
    if (entry?.version === version) {
      this.#entries.delete(key)
      this.#entries.set(key, entry)
      return entry.content
    }
    const content = await ask()
    this.#keep(key, { version, content })
    return content
  }

  #keep(key: string, entry: Entry): void {
    this.#drop(key)
    if (entry.content.length > MAX_ENTRY_BYTES) return
    this.#entries.set(key, entry)
    this.#bytes += key.length + entry.content.length
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= MAX_BYTES) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key)
    if (entry && this.#entries.delete(key)) this.#bytes -= key.length + entry.content.length
  }
}
