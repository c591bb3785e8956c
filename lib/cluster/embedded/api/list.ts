import { z } from 'zod'
import type { KubeObject } from '@/lib/cluster/kinds'
import type { ObjectStore } from '../store/object-store'
import { ApiError, badRequest, expired, tooLargeRevision } from './api-error'
import type { ResourceDefinition } from './resources'
import { objectFilter, type ObjectFilter } from './selectors'

export interface ListResult {
  items: KubeObject[]
  resourceVersion: string
  continue?: string
  remainingItemCount?: number
}

const continueToken = z.object({ v: z.literal('meta.k8s.io/v1'), rv: z.number().int().positive(), start: z.string() })

const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'

/** Lists one resource, of one namespace where given; every page of a limited list shows the state as of the first. */
export function listObjects(
  store: ObjectStore,
  definition: ResourceDefinition,
  namespace: string | undefined,
  query: URLSearchParams,
): ListResult {
  const filter = objectFilter(definition, query.get('labelSelector') ?? '', query.get('fieldSelector') ?? '')
  const limit = intParameter(query, 'limit')
  const asked = revisionParameter(query)
  if (asked > store.currentRevision) throw tooLargeRevision(asked, store.currentRevision)
  const token = query.get('continue')
  if (token) return page(store, definition, namespace, filter, limit, parseContinue(token))
  const revision = query.get('resourceVersionMatch') === 'Exact' ? asked : store.currentRevision
  return page(store, definition, namespace, filter, limit, { rv: revision, start: '' })
}

interface Position {
  rv: number
  /** the first key of the page */
  start: string
}

function page(
  store: ObjectStore,
  definition: ResourceDefinition,
  namespace: string | undefined,
  filter: ObjectFilter | undefined,
  limit: number,
  { rv, start }: Position,
): ListResult {
  const { resource } = definition
  const current = rv === store.currentRevision
  const objects = store.snapshotAt(resource, rv)
  if (!objects) throw expired(start ? CONTINUE_EXPIRED : `The resourceVersion for the provided list is too old.`)
  const keys = current ? store.sortedKeys(resource) : [...objects.keys()].sort()
  const prefix = namespace === undefined ? '' : `${namespace}/`
  const items: KubeObject[] = []
  let next: string | undefined
  let remaining = 0
  for (let at = lowerBound(keys, start > prefix ? start : prefix); at < keys.length; at++) {
    const key = keys[at] ?? ''
    if (!key.startsWith(prefix)) break
    const object = objects.get(key)
    if (!object || (filter && !filter(object))) continue
    if (limit > 0 && items.length === limit) {
      next ??= key
      remaining += 1
      // what a selector leaves over is not counted, as the API server does not
      if (filter) break
      continue
    }
    items.push(object)
  }
  if (next === undefined) return { items, resourceVersion: String(rv) }
  const result = { items, resourceVersion: String(rv), continue: formatContinue({ rv, start: next }) }
  return filter ? result : { ...result, remainingItemCount: remaining }
}

function lowerBound(keys: readonly string[], from: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? '') < from) low = middle + 1
    else high = middle
  }
  return low
}

function formatContinue(position: Position): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', ...position })).toString('base64url')
}

function parseContinue(token: string): Position {
  try {
    return continueToken.parse(JSON.parse(Buffer.from(token, 'base64url').toString()))
  } catch {
    throw badRequest('invalid continue token: continue key is not valid')
  }
}

export function intParameter(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? ''
  if (text === '') return 0
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

export function boolParameter(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)
  return text !== null && text !== 'false' && text !== '0'
}

/** 0 where none is given: any state will do. */
export function revisionParameter(query: URLSearchParams): number {
  const text = query.get('resourceVersion') ?? ''
  if (text === '') return 0
  // the API server itself answers 500 here, without a reason
  if (!/^\d+$/.test(text))
    throw new ApiError(
      500,
      '',
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    )
  return Number(text)
}
