import { v4 as newId } from 'uuid'
import { z } from 'zod'
import { CODE, type AppError } from './errors'

/** The request's envelope: PROTOCOL.md §1. Fields that nobody reads are let pass. */
export const requestEnvelope = z.object({
  header: z.object({
    msg_id: z.guid('must be a UUID'),
    parent_msg_id: z.string().optional(),
    timestamp: z.int('must be Unix milliseconds, a whole number').positive(),
    resourceversion: z.string().optional(),
    sync: z.boolean().optional(),
  }),
  route: z.object({
    source: z.string().min(1, 'must not be empty'),
    operation: z.string().min(1, 'must not be empty'),
    group: z.string().optional(),
    resource: z.string().optional(),
  }),
  content: z.record(z.string(), z.unknown()),
})

export type RequestEnvelope = z.infer<typeof requestEnvelope>

/** What of a request its answer repeats. */
export interface AnswerTo {
  readonly msgId: string
  readonly group?: string | undefined
  readonly resource?: string | undefined
}

export const NO_MESSAGE: AnswerTo = { msgId: '' }

export function answerTo(request: RequestEnvelope): AnswerTo {
  return { msgId: request.header.msg_id, group: request.route.group, resource: request.route.resource }
}

const anyMessage = z.object({ header: z.object({ msg_id: z.guid() }) })

/** As much of `answerTo` as a message has that is no valid envelope, so that its sender can match the answer. */
export function answerToInvalid(message: unknown): AnswerTo {
  const parsed = anyMessage.safeParse(message)
  return parsed.success ? { msgId: parsed.data.header.msg_id } : NO_MESSAGE
}

export function okContent(data: unknown): string {
  return JSON.stringify({ code: CODE.ok, msg: 'OK', data })
}

export function errorContent(error: AppError): string {
  return JSON.stringify({
    code: error.code,
    msg: error.message,
    ...(error.data === undefined ? {} : { data: error.data }),
  })
}

/** The JSON text of an answer around the text of its content, which stays byte for byte as it is. */
export function envelope(to: AnswerTo, content: string, topLevel = ''): string {
  const header = { msg_id: newId(), parent_msg_id: to.msgId, timestamp: Date.now() }
  const route = { source: 'cloud', operation: 'response', group: to.group, resource: to.resource }
  return `{${topLevel}"header":${JSON.stringify(header)},"route":${JSON.stringify(route)},"content":${content}}`
}

/** `code` and `msg` beside the envelope, for portals that know the old server's bare errors (PROTOCOL.md §4). */
export function bareError(error: AppError): string {
  return `"code":${error.code},"msg":${JSON.stringify(error.message)},`
}
