export interface Probed<T> {
  /** Absent where it failed. */
  answer?: T
  /** Absent where it answered. */
  error?: string
}

/** Asks, for so long at most, whether `ask` heeds its signal or not. */
export async function probe<T>(
  stopping: AbortSignal,
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<Probed<T>> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(limitMs)])
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${limitMs / 1000} s`)), { once: true })
  })
  try {
    return { answer: await Promise.race([ask(signal), late]) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
