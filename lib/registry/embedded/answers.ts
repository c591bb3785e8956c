/** OCI distribution-spec "Error Codes" that this registry gives, with the HTTP status of each. */
const STATUS = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 404,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 400,
  TAG_INVALID: 400,
  TOOMANYREQUESTS: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED: 405,
  UNKNOWN: 500,
} as const

export type OciErrorCode = keyof typeof STATUS

interface Details {
  status?: number
  detail?: unknown
  headers?: Record<string, string>
}

/** An answer other than success; thrown where the cause is known, answered once. */
export class OciError extends Error {
  override name = 'OciError'

  constructor(
    readonly code: OciErrorCode,
    message: string,
    private readonly details: Details = {},
  ) {
    super(message)
  }

  response(): Response {
    const { status, detail = null, headers = {} } = this.details
    const body = JSON.stringify({ errors: [{ code: this.code, message: this.message, detail }] })
    return answer(status ?? STATUS[this.code], { 'content-type': 'application/json', ...headers }, body)
  }
}

/** Docker's clients look for the version header before they speak to a registry. */
export function answer(status: number, headers: Record<string, string> = {}, body: BodyInit | null = null): Response {
  return new Response(body, { status, headers: { 'docker-distribution-api-version': 'registry/2.0', ...headers } })
}

export function jsonAnswer(value: unknown, headers: Record<string, string> = {}): Response {
  return answer(200, { 'content-type': 'application/json', ...headers }, JSON.stringify(value))
}
