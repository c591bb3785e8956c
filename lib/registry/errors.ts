import { z } from 'zod'

/**
 * `insecure`: one side speaks TLS and the other does not, or its certificate is not to be trusted. `noProject`: the
 * project has to be made first. `policy`: the registry's own rules, such as Harbor's on immutable tags and quotas.
 */
export type RegistryErrorKind =
  | 'unreachable'
  | 'insecure'
  | 'unauthorized'
  | 'denied'
  | 'noProject'
  | 'policy'
  | 'notFound'
  | 'tooLarge'
  | 'invalid'
  | 'unsupported'

interface Details {
  retryable?: boolean
  retryAfterMs?: number
  status?: number
  code?: string
  cause?: unknown
}

/** An image registry did not do what it was asked; `code` is the OCI error code when the registry gave one. */
export class RegistryError extends Error {
  override name = 'RegistryError'
  readonly kind: RegistryErrorKind
  readonly retryable: boolean
  /** What the registry asks to wait before the next try. */
  readonly retryAfterMs: number
  readonly status: number | undefined
  readonly code: string | undefined

  constructor(kind: RegistryErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.retryable = details.retryable ?? kind === 'unreachable'
    this.retryAfterMs = details.retryAfterMs ?? 0
    this.status = details.status
    this.code = details.code
  }
}

/** OCI distribution-spec "Error Codes". */
const errorBody = z.object({ errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1) })

/** Go's and nginx's words for a request without TLS on a port with it. */
const TLS_WANTED = /HTTP request (was sent )?to (an )?HTTPS (server|port)/i
/** Harbor answers 401 to whom it knows, where the project is not there or the account has no right in it. */
const HARBOR_NO_RIGHT = /unauthorized to access repository/i
const HARBOR_NO_PROJECT = /project \S+ not found/i
/** Harbor's `DENIED` of a quota that is used up. */
const HARBOR_QUOTA = /exceed the configured upper limit/i

function kindOf(status: number, code: string | undefined, said: string): RegistryErrorKind {
  if (status === 400 && TLS_WANTED.test(said)) return 'insecure'
  if (status === 401) return HARBOR_NO_RIGHT.test(said) ? 'denied' : 'unauthorized'
  if (status === 412 || code === 'PROJECTPOLICYVIOLATION') return 'policy'
  if (status === 403) return HARBOR_QUOTA.test(said) ? 'policy' : 'denied'
  if (status === 404) return HARBOR_NO_PROJECT.test(said) ? 'noProject' : 'notFound'
  if (status === 405 || status === 501 || code === 'UNSUPPORTED') return 'unsupported'
  if (status === 413) return 'tooLarge'
  if (status === 408 || status === 429 || status >= 500) return 'unreachable'
  return 'invalid'
}

interface FailedAnswer {
  status: number
  body: string
  /** As the header has it: RFC 9110 §10.2.3. */
  retryAfter?: string | undefined
}

/** The error that an answer of the registry stands for; `what` says what was asked, e.g. `PUT manifest demo/a:1`. */
export function errorFromAnswer(what: string, { status, body, retryAfter }: FailedAnswer): RegistryError {
  const first = readErrorBody(body)
  const said = first ? `${first.code} ${first.message ?? ''}`.trim() : body.slice(0, 200).trim()
  const kind = kindOf(status, first?.code, said)
  const hint = kind === 'insecure' ? ': it speaks TLS, so REGISTRY_URL has to begin with https://' : ''
  return new RegistryError(kind, `${what}: HTTP ${status}${said === '' ? '' : `: ${said}`}${hint}`, {
    status,
    code: first?.code,
    retryAfterMs: readRetryAfter(retryAfter),
  })
}

function readErrorBody(body: string) {
  try {
    return errorBody.safeParse(JSON.parse(body)).data?.errors[0]
  } catch {
    return undefined // proxies answer HTML: the status alone then says what happened
  }
}

/** Seconds, or a date. */
function readRetryAfter(header: string | undefined): number {
  if (header === undefined) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(ms, 0) : 0
}

/** Any failure below HTTP (refused, reset, timed out, name unknown) as the one error class. */
export function toRegistryError(error: unknown, what: string): RegistryError {
  if (error instanceof RegistryError) return error
  const message = error instanceof Error ? error.message || error.name : String(error)
  return new RegistryError('unreachable', `${what}: ${message}`, { cause: error })
}
