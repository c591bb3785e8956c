import { tenantKey, type Caller } from '@/lib/auth/caller'
import { failure } from '@/lib/protocol/reasons'

/** How many streams of a kind are open: bounded for each user, so that none takes all, and for the process. */
export class StreamLimit {
  readonly #open = new Map<string, number>()
  #total = 0

  constructor(
    readonly perUser: number,
    readonly inAll: number,
  ) {}

  /** @returns what gives the place back, once @throws AppError where there is none left */
  take({ tenant, userName }: Caller): () => void {
    const key = `${tenantKey(tenant)}/${userName}`
    const mine = this.#open.get(key) ?? 0
    if (mine >= this.perUser) throw failure('tooManyStreams', { max: this.perUser })
    if (this.#total >= this.inAll) throw failure('streamsFull', { max: this.inAll })
    this.#open.set(key, mine + 1)
    this.#total++
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#total--
      const left = (this.#open.get(key) ?? 1) - 1
      if (left === 0) this.#open.delete(key)
      else this.#open.set(key, left)
    }
  }
}
