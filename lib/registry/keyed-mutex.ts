/** One at a time per key. */
export interface Mutex {
  /**
   * Works while it holds all of these keys.
   * @param signal gives up waiting; work that has begun it does not end
   * @throws the signal's reason
   */
  run<T>(keys: readonly string[], work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** In this process, in the order of asking; nothing is kept of a key that nobody uses. */
export class KeyedMutex implements Mutex {
  private readonly last = new Map<string, Promise<unknown>>()

  /** All keys are asked for in one step, so that two never wait for each other. */
  async run<T>(keys: readonly string[], work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = Promise.all(keys.map((key) => this.last.get(key) ?? Promise.resolve()))
    const mine = turn.then(() => {
      signal?.throwIfAborted()
      return work()
    })
    const ended = mine
      .catch(() => undefined) // the one who asked is told; the next one only waits for the end
      .then(() => {
        for (const key of keys) if (this.last.get(key) === ended) this.last.delete(key)
      })
    for (const key of keys) this.last.set(key, ended)
    await orAborted(turn, signal)
    return mine
  }
}

function orAborted(waiting: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (!signal) return waiting
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    void waiting.then(resolve).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
