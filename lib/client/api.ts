import { v4 as newMessageId } from 'uuid'
import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'
import { readAnswer } from './answer'
import { ApiError, NO_ANSWER } from './api-error'

const TIMEOUT_MS = 30_000

interface CallOptions {
  signal?: AbortSignal
  /** Given again for a retry of the same change: it is then carried out once (PROTOCOL.md §2). */
  msgId?: string
}

/**
 * Calls an operation of `/apulisEdge/api`.
 * @throws ApiError for every answer but OK, and for no answer within 30 s
 */
export async function callOperation<P extends OperationPath>(
  path: P,
  content: InputOf<P>,
  { signal, msgId = newMessageId() }: CallOptions = {},
): Promise<OutputOf<P>> {
  const body = JSON.stringify({
    header: { msg_id: msgId, parent_msg_id: '', timestamp: Date.now() },
    route: { source: 'portal', operation: verbOf(path) },
    content,
  })
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(`/apulisEdge/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    // The table of operations checks its answers against the same types before it sends them.
    return readAnswer(await response.text(), response.status, msgId) as OutputOf<P>
  } catch (error) {
    if (error instanceof ApiError) throw error
    signal?.throwIfAborted()
    throw new ApiError(NO_ANSWER, error instanceof Error ? error.message : String(error), { msgId, cause: error })
  }
}

function verbOf(path: OperationPath): string {
  const name = path.slice(path.indexOf('/') + 1)
  if (/^(list|des|script|preview)/.test(name)) return 'query'
  if (/^(create|join|deploy)/.test(name)) return 'insert'
  return /^(delete|undeploy)/.test(name) ? 'delete' : 'update'
}
