import type { StatusCause, StatusObject } from '@/lib/cluster/kinds'

export interface ResourceRef {
  group: string
  resource: string
}

export interface KindRef {
  group: string
  kind: string
}

export interface FieldError {
  field: string
  reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueDuplicate'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
  message: string
}

type Details = NonNullable<StatusObject['details']>

/** An answer other than success: carries the Status object and its HTTP code, worded as the API server words it. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: Details,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  toStatus(): StatusObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    }
  }
}

const qualified = ({ group }: { group: string }, name: string): string => (group ? `${name}.${group}` : name)

function detailsOf(ref: ResourceRef, name: string): Details {
  return { name, ...(ref.group ? { group: ref.group } : {}), kind: ref.resource }
}

export function notFound(ref: ResourceRef, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualified(ref, ref.resource)} "${name}" not found`, detailsOf(ref, name))
}

export function alreadyExists(ref: ResourceRef, name: string): ApiError {
  const message = `${qualified(ref, ref.resource)} "${name}" already exists`
  return new ApiError(409, 'AlreadyExists', message, detailsOf(ref, name))
}

const MODIFIED_MESSAGE = 'the object has been modified; please apply your changes to the latest version and try again'

export function conflict(ref: ResourceRef, name: string, why: string = MODIFIED_MESSAGE): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(ref, ref.resource)} "${name}": ${why}`
  return new ApiError(409, 'Conflict', message, detailsOf(ref, name))
}

export function forbidden(ref: ResourceRef, name: string, why: string): ApiError {
  const message = `${qualified(ref, ref.resource)} "${name}" is forbidden: ${why}`
  return new ApiError(403, 'Forbidden', message, detailsOf(ref, name))
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}

export function invalid(ref: KindRef, name: string, errors: FieldError[]): ApiError {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`)
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const causes: StatusCause[] = errors.map(({ reason, message, field }) => ({ reason, message, field }))
  return new ApiError(422, 'Invalid', `${qualified(ref, ref.kind)} "${name}" is invalid: ${all}`, {
    ...(name ? { name } : {}),
    ...(ref.group ? { group: ref.group } : {}),
    kind: ref.kind,
    causes,
  })
}

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message)
}

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

export const noSuchResource = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})

export const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized')

export function tooLargeRevision(asked: number, current: number): ApiError {
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`
  return new ApiError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })
}

/* ---- field errors, worded as apimachinery's field package does ---- */

export function fieldInvalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${goValue(value)}: ${detail}` }
}

export function fieldRequired(field: string, detail = ''): FieldError {
  return { field, reason: 'FieldValueRequired', message: `Required value${detail ? `: ${detail}` : ''}` }
}

export function fieldDuplicate(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueDuplicate', message: `Duplicate value: ${goValue(value)}` }
}

export function fieldNotSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const values = supported.map((item) => JSON.stringify(item)).join(', ')
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${goValue(value)}: supported values: ${values}`,
  }
}

export function fieldForbidden(field: string, detail: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${detail}` }
}

/** A value as the API server prints it: strings quoted, everything else as JSON. */
function goValue(value: unknown): string {
  return value instanceof GoText ? value.text : (JSON.stringify(value) ?? 'null')
}

/** A text that is printed as it is, for values that have a notation of their own. */
export class GoText {
  constructor(readonly text: string) {}
}

export function goStringMap(map: Record<string, string> | undefined): GoText {
  if (!map) return new GoText('map[string]string(nil)')
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
  return new GoText(
    `map[string]string{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(', ')}}`,
  )
}
