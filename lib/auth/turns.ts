/** Lets a few at once do what is costly, makes some more wait, and refuses the rest. */
export class Turns {
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(
    readonly atOnce: number,
    readonly mostWaiting: number,
  ) {}

  /** Undefined where too many wait already; else rejects as `work` does. */
  take<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#running >= this.atOnce && this.#waiting.length >= this.mostWaiting) return undefined
    return this.#inTurn(work)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.atOnce) this.#running += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
