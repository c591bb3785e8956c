import { z } from 'zod'

const status = z.object({ message: z.string().optional(), reason: z.string().optional() })

/** The API server's refusal, or that it could not be reached (`status` 0). */
export class KubeError extends Error {
  override name = 'KubeError'

  constructor(
    message: string,
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    /** Kubernetes' word for it: `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Expired`, … */
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }

  /**
   * No answer, or one that says the server is not in its usual state. An `InternalError` in the API server's own words
   * is about the one object: an admission webhook that fails, say.
   */
  get unreachable(): boolean {
    if (this.reason === 'InternalError') return false
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  /** Reads the `Status` object that the API server answers; anything else (a proxy's page) becomes a plain sentence. */
  static fromAnswer(httpStatus: number, body: string, what: string): KubeError {
    const parsed = status.safeParse(parseJson(body))
    const message = (parsed.success && parsed.data.message) || `${what}: HTTP ${httpStatus}`
    return new KubeError(message, httpStatus, (parsed.success && parsed.data.reason) || String(httpStatus))
  }
}

export function hasReason(error: unknown, reason: string): error is KubeError {
  return error instanceof KubeError && error.reason === reason
}

/** No fault of what was asked: nobody answers, or the console's own credentials are not taken. */
export function isClusterAway(error: unknown): boolean {
  return error instanceof KubeError && (error.unreachable || error.status === 401)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not every answer comes from the API server itself
  }
}
