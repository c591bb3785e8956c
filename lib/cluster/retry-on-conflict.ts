import { setTimeout as delay } from 'node:timers/promises'
import { KubeError } from './kube-error'

const TRIES = 5
const FIRST_PAUSE_MS = 20

/**
 * Tries again where somebody else changed the object at the same time; `change` has to read it anew, or to say only
 * what is to be other.
 * @throws KubeError of the last try, with status 409 where each of them met somebody
 */
export async function retryOnConflict<T>(change: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await change()
    } catch (error) {
      const isConflict = error instanceof KubeError && error.reason === 'Conflict'
      if (!isConflict || tried === TRIES) throw error
    }
    await delay(FIRST_PAUSE_MS * 2 ** tried * (0.5 + Math.random()))
  }
}
