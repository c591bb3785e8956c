import { expect } from 'vitest'
import { z } from 'zod'

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

const envelope = z.strictObject({
  header: z.strictObject({ msg_id: z.guid(), parent_msg_id: z.string(), timestamp: z.int().positive() }),
  route: z.strictObject({
    source: z.literal('cloud'),
    operation: z.literal('response'),
    group: z.string().optional(),
    resource: z.string().optional(),
  }),
  content: z.strictObject({ code: z.int(), msg: z.string(), data: z.unknown().optional() }),
})
const withBareError = envelope.extend({ code: z.int(), msg: z.string() })

export type Envelope = z.infer<typeof envelope>
export type Content = Envelope['content']

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON: the checks below say so with the text
  }
}

/** The answer's envelope, checked field by field: PROTOCOL.md §1. */
export function envelopeOf(answer: Answer): Envelope {
  expect(answer.headers.get('content-type'), answer.text).toBe('application/json; charset=utf-8')
  const checked = envelope.safeParse(answer.body)
  expect(checked.error?.issues, answer.text).toBeUndefined()
  return envelope.parse(answer.body)
}

/** The envelope of an answer that repeats code and msg at its top level: PROTOCOL.md §4. */
export function bothShapesOf(answer: Answer): Envelope {
  const checked = withBareError.safeParse(answer.body)
  expect(checked.error?.issues, answer.text).toBeUndefined()
  const { code, msg, ...rest } = withBareError.parse(answer.body)
  expect({ code, msg }).toEqual({ code: rest.content.code, msg: rest.content.msg })
  return rest
}

/** The bytes of `content`, the envelope's last member. */
export function contentText(answer: Answer): string {
  // Inside a JSON string the quotes would be escaped, so the first match is the member itself.
  const start = answer.text.indexOf('"content":')
  expect(start, answer.text).toBeGreaterThan(0)
  return answer.text.slice(start + '"content":'.length, -1)
}
