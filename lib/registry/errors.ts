import { z } from 'zod'

export type RegistryErrorKind =
  'unreachable' | 'unauthorized' | 'denied' | 'notFound' | 'tooLarge' | 'invalid' | 'unsupported'

interface Details {
  retryable?: boolean
  status?: number
  code?: string
  cause?: unknown
}

/** An image registry did not do what it was asked; `code` is the OCI error code when the registry gave one. */
export class RegistryError extends Error {
  override name = 'RegistryError'
  readonly kind: RegistryErrorKind
  readonly retryable: boolean
  readonly status: number | undefined
  readonly code: string | undefined

  constructor(kind: RegistryErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.retryable = details.retryable ?? kind === 'unreachable'
    this.status = details.status
    this.code = details.code
  }
}

/** OCI distribution-spec "Error Codes". */
const errorBody = z.object({ errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1) })

function kindOf(status: number, code: string | undefined): RegistryErrorKind {
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'denied'
  if (status === 404) return 'notFound'
  if (status === 405 || status === 501 || code === 'UNSUPPORTED') return 'unsupported'
  if (status === 413) return 'tooLarge'
  if (status === 408 || status === 429 || status >= 500) return 'unreachable'
  return 'invalid'
}

/** The error that an answer of the registry stands for; `what` says what was asked, e.g. `PUT manifest demo/a:1`. */
export function errorFromAnswer(what: string, status: number, body: string): RegistryError {
  const first = readErrorBody(body)
  const said = first ? `${first.code} ${first.message ?? ''}`.trim() : body.slice(0, 200).trim()
  const kind = kindOf(status, first?.code)
  return new RegistryError(kind, `${what}: HTTP ${status}${said === '' ? '' : `: ${said}`}`, {
    status,
    code: first?.code,
  })
}

function readErrorBody(body: string) {
  try {
    return errorBody.safeParse(JSON.parse(body)).data?.errors[0]
  } catch {
    return undefined // proxies answer HTML: the status alone then says what happened
  }
}

/** Any failure below HTTP (refused, reset, timed out, name unknown) as the one error class. */
export function toRegistryError(error: unknown, what: string): RegistryError {
  if (error instanceof RegistryError) return error
  const message = error instanceof Error ? error.message || error.name : String(error)
  return new RegistryError('unreachable', `${what}: ${message}`, { cause: error })
}
