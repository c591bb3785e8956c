import { deepClone, deepEqual } from '../store/serialize'
import { ApiError, badRequest } from './api-error'

type Json = unknown
type JsonObject = Record<string, Json>

export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 7386. */
export function applyMergePatch(target: Json, patch: Json): Json {
  if (!isJsonObject(patch)) return deepClone(patch)
  const result: JsonObject = isJsonObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else result[name] = applyMergePatch(result[name], value)
  }
  return result
}

interface Operation {
  op: string
  path: string
  from?: string
  value?: Json
}

const rejected = (): ApiError =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})

/** RFC 6902. A patch that is none is a 400; one that cannot be applied (a failed test, a missing path) a 422. */
export function applyJsonPatch(target: Json, patch: Json): Json {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  return patch.reduce<Json>(
    (document, operation) => applyOperation(document, operation as Operation),
    deepClone(target),
  )
}

function applyOperation(document: Json, operation: Operation): Json {
  if (!isJsonObject(operation) || typeof operation.path !== 'string') throw rejected()
  const path = parsePointer(operation.path)
  switch (operation.op) {
    case 'add':
      return add(document, path, required(operation))
    case 'remove':
      return remove(document, path)
    case 'replace':
      get(document, path)
      return path.length === 0 ? required(operation) : replaceAt(document, path, required(operation))
    case 'test':
      if (!deepEqual(getOrNull(document, path), operation.value ?? null)) throw rejected()
      return document
    case 'move': {
      const from = parsePointer(operation.from ?? '')
      const value = get(document, from)
      return add(remove(document, from), path, value)
    }
    case 'copy':
      return add(document, path, deepClone(get(document, parsePointer(operation.from ?? ''))))
    default:
      throw rejected()
  }
}

function required({ value }: Operation): Json {
  if (value === undefined) throw rejected()
  return value
}

function parsePointer(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw rejected()
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function child(parent: Json, name: string): Json {
  if (Array.isArray(parent)) return /^\d+$/.test(name) ? (parent[Number(name)] as Json) : undefined
  return isJsonObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined
}

function getOrNull(document: Json, path: string[]): Json {
  return path.reduce<Json>((at, name) => child(at, name), document) ?? null
}

function get(document: Json, path: string[]): Json {
  const value = path.reduce<Json>((at, name) => child(at, name), document)
  if (value === undefined) throw rejected()
  return value
}

function parentOf(document: Json, path: string[]): { parent: JsonObject | Json[]; name: string } {
  const parent = get(document, path.slice(0, -1))
  const name = path.at(-1)
  if (name === undefined || !(isJsonObject(parent) || Array.isArray(parent))) throw rejected()
  return { parent, name }
}

function add(document: Json, path: string[], value: Json): Json {
  if (path.length === 0) return value
  const { parent, name } = parentOf(document, path)
  if (!Array.isArray(parent)) {
    Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true })
    return document
  }
  const index = name === '-' ? parent.length : Number(name)
  if (!Number.isInteger(index) || index < 0 || index > parent.length) throw rejected()
  parent.splice(index, 0, value)
  return document
}

function remove(document: Json, path: string[]): Json {
  get(document, path)
  const { parent, name } = parentOf(document, path)
  if (Array.isArray(parent)) parent.splice(Number(name), 1)
  else delete parent[name]
  return document
}

function replaceAt(document: Json, path: string[], value: Json): Json {
  const { parent, name } = parentOf(document, path)
  if (Array.isArray(parent)) parent[Number(name)] = value
  else parent[name] = value
  return document
}
