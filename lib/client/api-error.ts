/** Of a call that got no answer of the protocol: the network, a proxy, or a time limit. */
export const NO_ANSWER = -1
/** A server behind the console, as the cluster, is out of reach. */
export const UNAVAILABLE = 40000

interface Details {
  /** The request's message id, for the user to quote. */
  msgId?: string
  /** HTTP status; 0 where there was no answer at all. */
  status?: number
  data?: unknown
  /** `msg` is a sentence in the reader's language already. */
  explained?: boolean
  cause?: unknown
}

/** What the console answered other than OK, or that it did not answer (`NO_ANSWER`). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly msgId: string
  readonly status: number
  readonly data: unknown
  readonly explained: boolean

  constructor(
    readonly code: number,
    readonly msg: string,
    { msgId = '', status = 0, data, explained = false, cause }: Details = {},
  ) {
    super(msg, { cause })
    this.msgId = msgId
    this.status = status
    this.data = data
    this.explained = explained
  }

  /** Whether a change may have been carried out all the same: a retry then needs the same message id. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(NO_ANSWER, error instanceof Error ? error.message : String(error), { cause: error })
}
