import { v4 as newMessageId } from 'uuid'
import { callOperation } from '@/lib/client/api'
import { toApiError, type ApiError } from '@/lib/client/api-error'

/** How the deletion of one of many stands. */
export type Deletion = 'busy' | 'done' | ApiError

/** So many at a time: the server answers others meanwhile. */
const AT_ONCE = 4

/** Ids of deletions that got no answer: tried again under the same id, they are carried out once. */
export type Unanswered = Map<string, string>

/**
 * Asks for the deletion of each of these nodes, and tells how each of them stands. Ends when all have been answered,
 * or after those under way once the signal is given.
 */
export async function deleteEach(
  names: readonly string[],
  unanswered: Unanswered,
  onChange: (name: string, deletion: Deletion) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = [...names]
  const work = async () => {
    for (let name = left.shift(); name !== undefined && !signal.aborted; name = left.shift()) {
      onChange(name, 'busy')
      onChange(name, await deleteOne(name, unanswered))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function deleteOne(name: string, unanswered: Unanswered): Promise<Deletion> {
  const msgId = unanswered.get(name) ?? newMessageId()
  unanswered.set(name, msgId)
  try {
    await callOperation('node/deleteNode', { name }, { msgId })
    unanswered.delete(name)
    return 'done'
  } catch (error) {
    const failure = toApiError(error)
    if (!failure.outcomeUnknown) unanswered.delete(name)
    return failure
  }
}
