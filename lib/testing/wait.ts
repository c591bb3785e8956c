import { setTimeout as delay } from 'node:timers/promises'

interface Bound {
  /** What is waited for, as the message of the failure says it. */
  what: string
  timeoutMs?: number
  everyMs?: number
}

/**
 * Looks again and again until `look` gives something other than undefined or false; an error of `look` counts as
 * "not yet". Fails after `timeoutMs` with what was waited for and the last error.
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined | false>,
  { what, timeoutMs = 20_000, everyMs = 50 }: Bound,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (let last: unknown; ;) {
    try {
      const seen = await look()
      if (seen !== undefined && seen !== false) return seen
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: last })
    await delay(everyMs)
  }
}
