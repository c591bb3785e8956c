const WINDOW_MS = 5000
const LEAST_MS = 1000

interface Sample {
  at: number
  bytes: number
}

/** Speed of a transfer over its last seconds. */
export class TransferRate {
  #samples: Sample[] = []

  add(bytes: number, at: number): void {
    const last = this.#samples.at(-1)
    if (last && bytes < last.bytes) this.#samples = []
    this.#samples.push({ at, bytes })
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) >= WINDOW_MS) this.#samples.shift()
  }

  /** Undefined until there is a second to judge by. */
  get bytesPerSecond(): number | undefined {
    const [first] = this.#samples
    const last = this.#samples.at(-1)
    if (!first || !last || last.at - first.at < LEAST_MS) return undefined
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
  }
}
