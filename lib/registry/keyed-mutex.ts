/** One at a time per key. */
export interface Mutex {
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** In this process, in the order of asking; nothing is kept of a key that nobody uses. */
export class KeyedMutex implements Mutex {
  private readonly last = new Map<string, Promise<unknown>>()

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(work)
    const ended = mine.catch(() => undefined) // the one who asked is told; the next one only waits for the end
    this.last.set(key, ended)
    try {
      return await mine
    } finally {
      if (this.last.get(key) === ended) this.last.delete(key)
    }
  }
}
