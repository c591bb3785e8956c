import type { KubeObject } from '@/lib/cluster/kinds'

const cache = new WeakMap<KubeObject, string>()

/** The JSON of a stored object; objects in the store never change, so it is made once and shared by all who send it. */
export function jsonOf(object: KubeObject): string {
  let json = cache.get(object)
  if (json === undefined) {
    const { kind, apiVersion, ...rest } = object
    json = JSON.stringify({ kind, apiVersion, ...rest })
    cache.set(object, json)
  }
  return json
}

/** The same as an item of a list: the API server leaves kind and apiVersion out there. */
export function itemJsonOf(object: KubeObject): string {
  const json = jsonOf(object)
  const prefix = `{"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)},`
  return `{${json.slice(prefix.length)}`
}

export function deepClone<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => deepClone(item)) as T
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) if (field !== undefined) copy[name] = deepClone(field)
  return copy as T
}

/** Equal as JSON: a field that is undefined is a field that is absent. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item, index) => deepEqual(item, right[index]))
  }
  const a = left as Record<string, unknown>
  const b = right as Record<string, unknown>
  for (const name of Object.keys(a)) if (!deepEqual(a[name], b[name])) return false
  for (const name of Object.keys(b)) if (b[name] !== undefined && a[name] === undefined) return false
  return true
}
