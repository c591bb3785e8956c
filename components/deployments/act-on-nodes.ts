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

/**
 * Does one thing on any number of nodes, as many at once as one change may name. Each change keeps its message id while
 * it is tried again, so that none is done twice.
 */
export async function actOnNodes(
  act: NodeAct,
  places: readonly Place[],
  onProgress: (asked: number) => void,
): Promise<ActOutcome> {
  const outcome: ActOutcome = { done: [], refused: [], error: undefined }
  let asked = 0
  for (const batch of batchesOf(act, places)) {
    const error = await send(act, batch)
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
async function send(act: NodeAct, batch: readonly Place[]): Promise<ApiError | undefined> {
  const options = { msgId: newMessageId() }
  for (let tries = 1; ; tries += 1) {
    try {
      await call(act, batch, options)
      return undefined
    } catch (thrown) {
      const error = toApiError(thrown)
      if (!error.outcomeUnknown || tries === TRIES) return error
    }
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
