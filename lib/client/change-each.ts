import type { InputOf, OperationPath } from '@/lib/protocol/operation-types'
import { v4 as newMessageId } from 'uuid'
import { callOperation } from './api'
import { toApiError, type ApiError } from './api-error'

/** How the change of one of many stands. */
export type EachState = 'busy' | 'done' | ApiError

export interface EachItem<P extends OperationPath> {
  key: string
  content: InputOf<P>
}

/** So many at a time: the server answers others meanwhile. */
const AT_ONCE = 4

/**
 * Carries out the same change on each of these, and tells how each of them stands. Ends when all have been answered, or
 * after those under way once the signal is given.
 * @param unanswered message ids, by key, of changes that got no answer: tried again under the same id, they are
 * carried out once (PROTOCOL.md §2)
 */
export async function changeEach<P extends OperationPath>(
  path: P,
  items: readonly EachItem<P>[],
  unanswered: Map<string, string>,
  onChange: (key: string, state: EachState) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = [...items]
  const work = async () => {
    for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift()) {
      onChange(item.key, 'busy')
      onChange(item.key, await changeOne(path, item, unanswered))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function changeOne<P extends OperationPath>(
  path: P,
  { key, content }: EachItem<P>,
  unanswered: Map<string, string>,
): Promise<EachState> {
  const msgId = unanswered.get(key) ?? newMessageId()
  unanswered.set(key, msgId)
  try {
    await callOperation(path, content, { msgId })
    unanswered.delete(key)
    return 'done'
  } catch (error) {
    const failure = toApiError(error)
    if (!failure.outcomeUnknown) unanswered.delete(key)
    return failure
  }
}
