import { randomUUID } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { expect } from 'vitest'
import type { InputOf, OperationPath, OutputOf } from '@/lib/protocol/operation-types'
import { embeddedOperations, operations } from '@/lib/protocol/table'
import { bothShapesOf, envelopeOf, readAnswer, type Answer, type Content } from './answer'

export const API = '/apulisEdge/api/'
const TIMEOUT_MS = 30_000

/** Whose token a portal sends: PROTOCOL.md §3. */
export interface PortalOptions {
  uid: number
  userName?: string
  clusterId?: number
  groupId?: number
}

export interface Refusal extends Content {
  readonly status: number
}

/** A valid envelope around the content. */
export function message(content: unknown, msgId: string = randomUUID()) {
  return {
    header: { msg_id: msgId, parent_msg_id: '', timestamp: Date.now() },
    route: { source: 'portal', operation: 'query' },
    content,
  }
}

export function signToken(secret: string, claims: JWTPayload, alg = 'HS256'): Promise<string> {
  const signing = new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).setIssuedAt()
  return (claims.exp === undefined ? signing.setExpirationTime('1h') : signing).sign(new TextEncoder().encode(secret))
}

const outputs = new Map([...operations, ...embeddedOperations].map((one) => [one.path as string, one.output]))

/** Another portal, which speaks the protocol with a token of its own. */
export class Portal {
  #token: Promise<string> | undefined

  constructor(
    readonly url: string,
    readonly secret: string,
    readonly who: PortalOptions,
  ) {}

  token(): Promise<string> {
    return (this.#token ??= signToken(this.secret, { userName: 'portal', ...this.who }))
  }

  /** Sends a body as it is. */
  async send(path: string, body: BodyInit | undefined, headers: Record<string, string> = {}): Promise<Answer> {
    const authorization = `Bearer ${await this.token()}`
    const response = await fetch(`${this.url}${API}${path}`, {
      method: 'POST',
      body: body ?? null,
      headers: { authorization, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return readAnswer(response)
  }

  /** Calls an operation, whatever its answer. */
  call(path: string, content: unknown, msgId?: string): Promise<Answer> {
    return this.send(path, JSON.stringify(message(content, msgId)))
  }

  /** Calls an operation that must go well; the data is checked against what the operation promises, and nothing more. */
  async ok<P extends OperationPath>(path: P, content: InputOf<P>, msgId?: string): Promise<OutputOf<P>> {
    const answer = await this.call(path, content, msgId)
    expect(answer.status, answer.text).toBe(200)
    const { code, msg, data } = envelopeOf(answer).content
    expect({ code, msg }).toEqual({ code: 0, msg: 'OK' })
    return checkedOutput(path, data) as OutputOf<P>
  }

  /** Calls an operation that must not go well. */
  async refusal(path: string, content: unknown, msgId?: string): Promise<Refusal> {
    const answer = await this.call(path, content, msgId)
    const { content: refused } = answer.status === 401 ? bothShapesOf(answer) : envelopeOf(answer)
    expect(refused.code, answer.text).not.toBe(0)
    return { status: answer.status, ...refused }
  }
}

/** The data as the operation's schema has it: nothing missing, nothing besides. */
export function checkedOutput(path: string, data: unknown): unknown {
  const schema = outputs.get(path)
  if (!schema) throw new Error(`the table of operations has no ${path}`)
  const checked = schema.safeParse(data)
  expect(checked.error?.issues, JSON.stringify(data)).toBeUndefined()
  expect(checked.data).toEqual(data)
  return checked.data
}
