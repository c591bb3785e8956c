import { failure } from '@/lib/protocol/reasons'
import { hasReason, KubeError } from './kube-error'

/** A page waits no longer than this for the live cluster. */
const LIMIT_MS = 5000

/**
 * Asks the live cluster on behalf of a query: bounded, its failures in the protocol's terms. `what` is asked for, such
 * as "the events of the node".
 * @throws AppError 40000 where the cluster cannot be reached, 30000 where it does not let the console see
 */
export async function askCluster<T>(
  signal: AbortSignal,
  what: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await ask(AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]))
  } catch (error) {
    if (!(error instanceof KubeError)) throw error
    if (hasReason(error, 'Forbidden')) throw failure('clusterForbids', { what })
    throw failure('clusterFor', { what }, { cause: error })
  }
}
