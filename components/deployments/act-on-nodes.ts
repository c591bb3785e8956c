import { v4 as newMessageId } from 'uuid'
import { callOperation } from '@/lib/client/api'
import { toApiError, type ApiError } from '@/lib/client/api-error'
import type { NodeResult } from '@/lib/deployments/schema'
import { MAX_NODES } from './deployment-constants'
import { readNodeResults } from './node-results'

export type NodeAct = 'deploy' | 'undeploy' | 'retry' | 'rollback'

/** One version of an application on one node. */
export interface Place {
  appName: string
  version: string
  nodeName: string
}

export interface Refused extends Place {
  result: NodeResult
}

export interface ActOutcome {
  done: Place[]
  refused: Refused[]
  /** What ended it before all were asked; the others may be tried again. */
  error: ApiError | undefined
}

const TRIES = 3
/** Before the second try, and twice as long before the third: what restarts needs a moment. */
const PAUSE_MS = 1000

/**
 * Does one thing on any number of nodes, as many at once as one change may name.
 * @param unanswered message ids, by what was asked, of changes that got no answer: tried again under the same id, here or
 * later, they are carried out once (PROTOCOL.md §2)
 */
export async function actOnNodes(
  act: NodeAct,
  places: readonly Place[],
  unanswered: Map<string, string>,
  onProgress: (asked: number) => void,
): Promise<ActOutcome> {
  const outcome: ActOutcome = { done: [], refused: [], error: undefined }
  let asked = 0
  for (const batch of batchesOf(act, places)) {
    const error = await send(act, batch, unanswered)
    const results = error && readNodeResults(error.data)
    if (error && results?.length === 0) return { ...outcome, error }
    const failed = new Map(results?.filter(({ ok }) => !ok).map((result) => [result.nodeName, result]))
    for (const place of batch) {
      const result = failed.get(place.nodeName)
      if (result) outcome.refused.push({ ...place, result })
      else outcome.done.push(place)
    }
    asked += batch.length
    onProgress(asked)
  }
  return outcome
}

/** What may go into one change: of one application and version, which a rollback does not name. */
function batchesOf(act: NodeAct, places: readonly Place[]): Place[][] {
  const groups = new Map<string, Place[]>()
  for (const place of places) {
    const key = JSON.stringify(act === 'rollback' ? [place.appName] : [place.appName, place.version])
    groups.set(key, [...(groups.get(key) ?? []), place])
  }
  return [...groups.values()].flatMap((group) => {
    const count = Math.ceil(group.length / MAX_NODES)
    return Array.from({ length: count }, (_, at) => group.slice(at * MAX_NODES, (at + 1) * MAX_NODES))
  })
}

/** @returns why it was not, or not wholly, done */
async function send(
  act: NodeAct,
  batch: readonly Place[],
  unanswered: Map<string, string>,
): Promise<ApiError | undefined> {
  const key = JSON.stringify([act, batch.map(({ appName, version, nodeName }) => [appName, version, nodeName])])
  const msgId = unanswered.get(key) ?? newMessageId()
  unanswered.set(key, msgId)
  for (let tries = 1; ; tries += 1) {
    const error = await attempt(act, batch, msgId)
    if (!error?.outcomeUnknown) unanswered.delete(key)
    if (!error?.outcomeUnknown || tries === TRIES) return error
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries))
  }
}

async function attempt(act: NodeAct, batch: readonly Place[], msgId: string): Promise<ApiError | undefined> {
  try {
    await call(act, batch, { msgId })
    return undefined
  } catch (thrown) {
    return toApiError(thrown)
  }
}

async function call(act: NodeAct, batch: readonly Place[], options: { msgId: string }): Promise<unknown> {
  const { appName = '', version = '' } = batch[0] ?? {}
  const nodeNames = batch.map((place) => place.nodeName)
  if (act === 'rollback') return callOperation('application/rollbackDeploy', { appName, nodeNames }, options)
  return callOperation(OPERATION[act], { appName, version, nodeNames }, options)
}

const OPERATION = {
  deploy: 'application/deployApplication',
  undeploy: 'application/undeployApplication',
  retry: 'application/retryDeploy',
} as const
