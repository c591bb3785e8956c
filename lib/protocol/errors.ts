/** The codes of PROTOCOL.md §4. */
export const CODE = {
  ok: 0,
  unknownPath: 10001,
  forbidden: 10002,
  internal: 10003,
  invalid: 20001,
  unauthorized: 20002,
  refused: 30000,
  fileType: 30001,
  badArchive: 30003,
  tooLarge: 30006,
  unavailable: 40000,
} as const

export type Code = (typeof CODE)[keyof typeof CODE]

const HTTP_STATUS: Record<Code, number> = {
  [CODE.ok]: 200,
  [CODE.unknownPath]: 404,
  [CODE.forbidden]: 403,
  [CODE.internal]: 500,
  [CODE.invalid]: 400,
  [CODE.unauthorized]: 401,
  [CODE.refused]: 400,
  [CODE.fileType]: 400,
  [CODE.badArchive]: 400,
  [CODE.tooLarge]: 413,
  [CODE.unavailable]: 502,
}

interface Details {
  /** Answered as `content.data`. */
  data?: unknown
  /** Where it differs from the code's own. */
  httpStatus?: number
  /** For the log only. */
  cause?: unknown
}

/** An answer other than OK. Made where the cause is known, turned into HTTP once, in the dispatcher. */
export class AppError extends Error {
  override name = 'AppError'
  readonly data: unknown
  readonly httpStatus: number

  constructor(
    readonly code: Code,
    message: string,
    details: Details = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.data = details.data
    this.httpStatus = details.httpStatus ?? HTTP_STATUS[code]
  }
}

/** What portals match on, to the letter (PROTOCOL.md §4); the last four are of the same kind. Others: `reasons.ts`. */
export type FixedText =
  | 'record not found'
  | 'node type not exist'
  | 'arch type not exist'
  | 'cluster not exist'
  | 'delete failed! status is deleting'
  | 'application deploy exist'
  | 'application version exist'
  | 'image version not exist'
  | 'org images not empty'
  | 'need port mapping'
  | 'change app version fail'
  | 'delete failed! status is published'
  | 'deploy failed! status not published'
  | 'part of deploy fails'
  | 'all of deploy fails'
  | 'part of undeploy fails'
  | 'all of undeploy fails'
  | 'I don`t have this org'
  | 'part of retry fails'
  | 'all of retry fails'
  | 'part of rollback fails'
  | 'all of rollback fails'

/** The operation is understood and refused (30000), with a text that portals match on. */
export function refused(message: FixedText, data?: unknown): AppError {
  return new AppError(CODE.refused, message, { data })
}

export const notFound = (): AppError => refused('record not found')
