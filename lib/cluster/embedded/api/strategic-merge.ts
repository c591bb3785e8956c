import { deepClone } from '../store/serialize'
import { badRequest } from './api-error'
import { isJsonObject } from './json-patch'

type Json = unknown
type JsonObject = Record<string, Json>

/**
 * Lists that are merged by a key instead of being replaced, by the name of the field that holds them: the
 * `patchMergeKey` tags of the Kubernetes types, for the kinds that are stored here.
 */
const MERGE_KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  conditions: 'type',
  addresses: 'type',
  ownerReferences: 'uid',
  imagePullSecrets: 'name',
  secrets: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  hostAliases: 'ip',
  podIPs: 'ip',
}
/** Lists of plain values that are merged as sets. */
const SETS = new Set(['finalizers'])

function mergeKeyOf(field: string, path: string[]): string | undefined {
  // `ports` of a container go by containerPort, those of a service by port
  if (field === 'ports')
    return path.includes('containers') || path.includes('initContainers') ? 'containerPort' : 'port'
  return MERGE_KEYS[field]
}

/**
 * A strategic merge patch: maps merge, lists with a merge key merge by it, other lists are replaced. Knows the directives
 * that kubectl sends: `$patch: delete|replace|merge`, `$deleteFromPrimitiveList/…`, `$setElementOrder/…`, `$retainKeys`.
 */
export function applyStrategicMerge(target: Json, patch: Json): Json {
  if (!isJsonObject(patch))
    throw badRequest('json: cannot unmarshal array into Go value of type map[string]interface {}')
  return mergeMap(isJsonObject(target) ? target : {}, patch, [])
}

function mergeMap(target: JsonObject, patch: JsonObject, path: string[]): JsonObject {
  const directive = patch.$patch
  if (directive === 'replace') return withoutDirectives(patch)
  if (directive === 'delete') return {}
  const kept = Array.isArray(patch.$retainKeys)
    ? Object.fromEntries(Object.entries(target).filter(([name]) => (patch.$retainKeys as Json[]).includes(name)))
    : target
  const result: JsonObject = { ...kept }
  for (const [name, value] of Object.entries(patch)) {
    if (name === '$patch' || name === '$retainKeys' || name.startsWith('$setElementOrder/')) continue
    if (name.startsWith('$deleteFromPrimitiveList/')) {
      const field = name.slice('$deleteFromPrimitiveList/'.length)
      const gone = Array.isArray(value) ? value : []
      if (Array.isArray(result[field])) result[field] = result[field].filter((item) => !gone.includes(item))
    } else if (value === null) {
      delete result[name]
    } else if (isJsonObject(value)) {
      const current = result[name]
      result[name] = mergeMap(isJsonObject(current) ? current : {}, value, [...path, name])
    } else if (Array.isArray(value)) {
      result[name] = mergeList(result[name], value, name, path)
    } else {
      result[name] = value
    }
  }
  applyElementOrder(result, patch, path)
  return result
}

function mergeList(target: Json, patch: Json[], field: string, path: string[]): Json[] {
  const current: Json[] = Array.isArray(target) ? target : []
  const key = mergeKeyOf(field, path)
  if (SETS.has(field)) return [...new Set([...current, ...patch])]
  if (!key || !patch.every(isJsonObject)) return deepClone(patch)
  if (patch.some((item) => item.$patch === 'replace'))
    return patch.filter((item) => item.$patch === undefined).map((item) => withoutDirectives(item))
  const result = [...current]
  for (const item of patch) {
    if (item[key] === undefined)
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`)
    const at = result.findIndex((existing) => isJsonObject(existing) && existing[key] === item[key])
    const existing = result[at]
    if (item.$patch === 'delete') {
      if (at >= 0) result.splice(at, 1)
    } else if (isJsonObject(existing)) {
      result[at] = mergeMap(existing, item, [...path, field])
    } else {
      result.push(mergeMap({}, item, [...path, field]))
    }
  }
  return result
}

function applyElementOrder(result: JsonObject, patch: JsonObject, path: string[]): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith('$setElementOrder/') || !Array.isArray(order)) continue
    const field = name.slice('$setElementOrder/'.length)
    const list = result[field]
    if (!Array.isArray(list)) continue
    const key = mergeKeyOf(field, path)
    const rank = (item: Json): number => {
      const position = order.findIndex((wanted: Json) =>
        key && isJsonObject(wanted) && isJsonObject(item) ? wanted[key] === item[key] : wanted === item,
      )
      // what the patch does not mention keeps its place behind what it does
      return position < 0 ? order.length : position
    }
    result[field] = [...(list as Json[])].sort((a, b) => rank(a) - rank(b))
  }
}

function withoutDirectives(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.startsWith('$'))
      .map(([name, field]) => [name, deepClone(field)]),
  )
}
