import type { Mutex } from '../keyed-mutex'

/** Work that goes on, once it is its turn, until it is told to end. */
export function heldWork(mutex: Mutex, keys: string[], signal?: AbortSignal) {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  const state = { begun: false }
  const work = () => {
    state.begun = true
    return ended
  }
  return { state, run: mutex.run(keys, work, signal), end: () => end() }
}
