import type { KubeObject } from '@/lib/cluster/kinds'
import { badRequest } from './api-error'
import { readQuantity } from '@/lib/cluster/quantity'
import { groupVersionOf, type ResourceDefinition } from './resources'
import { shapeOf, type Shape } from './shapes'

/** Reads a request body as JSON object; `kind` only words the error. */
export function parseBody(text: string, kind: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${goType(value)} into Go value of type struct`,
  )
}

/**
 * Makes an object of the resource's kind out of parsed JSON: kind and apiVersion must fit where given, fields must be of
 * their types (400 otherwise), null means absent. Fields that the embedded cluster does not know are kept.
 */
export function decodeObject(definition: ResourceDefinition, value: Record<string, unknown>): KubeObject {
  const apiVersion = groupVersionOf(definition)
  const { kind } = definition
  const given = { kind: textOr(value.kind, kind), apiVersion: textOr(value.apiVersion, apiVersion) }
  if (given.kind !== kind || given.apiVersion !== apiVersion) {
    throw badRequest(
      `${given.kind} in version "${version(given.apiVersion)}" cannot be handled as a ${kind}: converting (${version(given.apiVersion)}.${given.kind}) to (${definition.group || 'core'}.${kind}): unknown conversion`,
    )
  }
  checkShape(shapeOf(definition.resource), value, '', kind)
  const cleaned = definition.resource === 'events' ? value : (dropNulls(value) as Record<string, unknown>)
  const metadata = typeof cleaned.metadata === 'object' && cleaned.metadata !== null ? { ...cleaned.metadata } : {}
  return { ...cleaned, kind, apiVersion, metadata }
}

const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback)
const version = (apiVersion: string): string => apiVersion.split('/').at(-1) ?? ''

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) if (field !== null) kept[name] = dropNulls(field)
  return kept
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function checkShape(shape: Shape, value: unknown, path: string, kind: string): void {
  if (value === undefined || value === null) return
  const fail = (type: string): never => {
    throw badRequest(
      `${kind} in version "v1" cannot be handled as a ${kind}: json: cannot unmarshal ${goType(value)} into Go struct field ${kind}${path} of type ${type}`,
    )
  }
  if (typeof shape === 'string') {
    checkScalar(shape, value, fail, kind)
  } else if ('list' in shape) {
    if (!Array.isArray(value)) return fail('[]')
    value.forEach((item) => checkShape(shape.list, item, path, kind))
  } else {
    if (typeof value !== 'object' || Array.isArray(value))
      return fail('map' in shape ? `map[string]${typeof shape.map === 'string' ? shape.map : 'object'}` : 'struct')
    for (const [name, field] of Object.entries(value)) {
      const inner = 'map' in shape ? shape.map : shape.fields[name]
      if (inner) checkShape(inner, field, `${path}.${name}`, kind)
    }
  }
}

function checkScalar(shape: Shape & string, value: unknown, fail: (type: string) => never, kind: string): void {
  const unhandled = (why: string): never => {
    throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${why}`)
  }
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? undefined : fail('string')
    case 'bool':
      return typeof value === 'boolean' ? undefined : fail('bool')
    case 'int':
      return Number.isInteger(value) ? undefined : fail('int32')
    case 'intOrString':
      return Number.isInteger(value) || typeof value === 'string' ? undefined : fail('intstr.IntOrString')
    case 'time':
      if (typeof value !== 'string') return fail('Time')
      return Number.isNaN(Date.parse(value))
        ? unhandled(`parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse`)
        : undefined
    case 'quantity':
      if (typeof value !== 'string' && typeof value !== 'number') return fail('resource.Quantity')
      return readQuantity(String(value)) === undefined
        ? unhandled("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
        : undefined
    case 'base64':
      if (typeof value !== 'string') return fail('[]uint8')
      return /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(value) && value.replace(/[\r\n]/g, '').length % 4 === 0
        ? undefined
        : unhandled('illegal base64 data at input byte 0')
  }
}
