import type { App } from '@/lib/app'
import { mayAct } from '@/lib/auth/role'
import { tenantKey, type Caller } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import type { Change } from '@/lib/events/change'
import { fromWeb, JSON_CONTENT_TYPE, type ApiAnswer, type ApiRequest } from '@/lib/http/api-request'
import { addRequestFields } from '@/lib/log/log'
import { sharedSecret } from '@/lib/config/secrets'
import { contentHash, findAnswer, keepAnswer, type Answer, type Message } from './answers'
import {
  answerTo,
  answerToInvalid,
  bareError,
  envelope,
  errorContent,
  NO_MESSAGE,
  okContent,
  requestEnvelope,
  type AnswerTo,
} from './envelope'
import { AppError, CODE } from './errors'
import type { Call, JsonOperation, Operation, UploadOperation } from './operation'
import { QueryCache } from './query-cache'
import { failure } from './reasons'
import { parseOrInvalid } from './validation'

export const API_PREFIX = '/apulisEdge/api/'
const MAX_BODY_BYTES = 1 << 20

/** Serves `/apulisEdge/api`: PROTOCOL.md. Always answers; never throws. */
export class Dispatcher {
  readonly #operations: ReadonlyMap<string, Operation>
  /** Messages being carried out, so that the same one at the same moment waits for the first. */
  readonly #running = new Map<string, Promise<Answer>>()

  readonly #cache: QueryCache | undefined

  constructor(
    readonly app: App,
    operations: readonly Operation[],
  ) {
    // PostgreSQL may have other writers, of whose changes this process would not know.
    this.#cache = app.db.provider === 'sqlite' ? new QueryCache(app.changes) : undefined
    this.#operations = new Map(operations.map((operation) => [operation.path, operation]))
  }

  /** For Next's mount and for tests: `answer` over a fetch-style request. */
  async handle(request: Request): Promise<Response> {
    const { status, body } = await this.answer(fromWeb(request))
    return new Response(body, { status, headers: { 'content-type': JSON_CONTENT_TYPE } })
  }

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const began = performance.now()
    const state: RequestState = { to: NO_MESSAGE, bare: false, operation: 'unknown', code: CODE.ok }
    const answer = await this.#answer(request, state)
    this.app.metrics.answered(state.operation, state.code, (performance.now() - began) / 1000)
    return answer
  }

  async #answer(request: ApiRequest, state: RequestState): Promise<ApiAnswer> {
    try {
      return await this.#serve(request, state)
    } catch (thrown) {
      const error = this.#toAppError(thrown)
      state.code = error.code
      const topLevel = state.bare || error.code === CODE.unauthorized ? bareError(error) : ''
      return { status: error.httpStatus, body: envelope(state.to, errorContent(error), topLevel) }
    }
  }

  async #serve(request: ApiRequest, state: RequestState): Promise<ApiAnswer> {
    const { pathname } = request
    const operation = request.method === 'POST' ? this.#operations.get(pathname.slice(API_PREFIX.length)) : undefined
    if (!operation) throw new AppError(CODE.unknownPath, `no such operation: ${request.method} ${pathname}`)
    state.operation = operation.path
    state.bare = operation.kind === 'upload'
    const caller = await this.app.auth.authenticate(request)
    if (!mayAct(caller.role, operation.role)) {
      throw failure('role', { needed: operation.role, own: caller.role })
    }
    if (operation.kind === 'upload') return this.#upload(operation, caller, request.web())
    return this.#json(operation, caller, request, state)
  }

  async #json(operation: JsonOperation, caller: Caller, request: ApiRequest, state: RequestState): Promise<ApiAnswer> {
    const message = parseJson(await request.body(MAX_BODY_BYTES))
    state.to = answerToInvalid(message)
    addRequestFields({ msg_id: state.to.msgId })
    const parsed = parseOrInvalid(requestEnvelope, message, '')
    state.to = answerTo(parsed)
    const input = parseOrInvalid(operation.input, parsed.content, 'content')
    const answer =
      operation.kind === 'query'
        ? await this.#query(operation, caller, input, request)
        : await this.#change(operation, caller, input, request, {
            tenant: caller.tenant,
            msgId: parsed.header.msg_id,
            operation: operation.path,
            contentHash: contentHash(parsed.content, operation.secret && (await sharedSecret(this.app.config))),
          })
    state.code = answer.code
    return { status: answer.httpStatus, body: envelope(state.to, answer.content) }
  }

  async #query(operation: JsonOperation, caller: Caller, input: unknown, request: ApiRequest): Promise<Answer> {
    const { app } = this
    const changed = () => {
      throw new Error(`${operation.path} is a query and must change nothing`)
    }
    const call = callOf(app, caller, app.db.read, changed, request)
    if (!operation.fromRecords || !this.#cache) return toAnswer(await operation.handle(call, input))
    const content = await this.#cache.get(caller.tenant, operation.path, input, async () => {
      const result = await operation.handle(call, input)
      if (result instanceof AppError) throw result
      return okContent(result)
    })
    return { code: CODE.ok, httpStatus: 200, content }
  }

  /** Carries a message out once: PROTOCOL.md §2. */
  async #change(operation: JsonOperation, caller: Caller, input: unknown, request: ApiRequest, message: Message) {
    const key = `${tenantKey(caller.tenant)}/${message.msgId.toLowerCase()}`
    for (let running; (running = this.#running.get(key));) {
      await running.catch(() => undefined) // its own caller is told; this one looks what was kept
    }
    const mine = this.#carryOut(operation, caller, input, request, message)
    this.#running.set(key, mine)
    try {
      return await mine
    } finally {
      this.#running.delete(key)
    }
  }

  async #carryOut(operation: JsonOperation, caller: Caller, input: unknown, request: ApiRequest, message: Message) {
    const { app } = this
    const changes: Change[] = []
    const attempt = () =>
      app.db.write(async (db): Promise<Answer> => {
        changes.length = 0
        const before = await findAnswer(db, message)
        if (before) return before
        const changed = (change: Omit<Change, 'tenant'>) => changes.push({ tenant: caller.tenant, ...change })
        const answer = toAnswer(await operation.handle(callOf(app, caller, db, changed, request), input))
        await keepAnswer(db, message, answer)
        return answer
      })
    try {
      const answer = await attempt()
      for (const change of changes) app.changes.publish(change)
      return answer
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== CODE.refused) throw error
      return await this.#keepRefusal(message, toAnswer(error))
    }
  }

  /** What the operation wrote is undone by now; that it was refused is the message's answer all the same. */
  #keepRefusal(message: Message, answer: Answer): Promise<Answer> {
    return this.app.db.write(async (db) => {
      const before = await findAnswer(db, message)
      if (!before) await keepAnswer(db, message, answer)
      return before ?? answer
    })
  }

  async #upload(operation: UploadOperation, caller: Caller, request: Request): Promise<ApiAnswer> {
    const { app } = this
    const changed = (change: Omit<Change, 'tenant'>) => app.changes.publish({ tenant: caller.tenant, ...change })
    const call = callOf(app, caller, app.db.read, changed, request)
    return { status: 200, body: envelope(NO_MESSAGE, okContent(await operation.handle(call, request))) }
  }

  #toAppError(thrown: unknown): AppError {
    if (thrown instanceof AppError) {
      if (thrown.code === CODE.unavailable)
        this.app.log.warn({ err: thrown }, 'a part that the request needs is out of reach')
      return thrown
    }
    this.app.log.error({ err: thrown }, 'request failed')
    return new AppError(CODE.internal, 'Internal Server Error', { cause: thrown })
  }
}

/** The signal stays with the request, which makes it when an operation asks for it. */
function callOf(app: App, caller: Caller, db: Tx, changed: Call['changed'], request: { signal: AbortSignal }): Call {
  return {
    app,
    caller,
    db,
    changed,
    get signal() {
      return request.signal
    },
  }
}

interface RequestState {
  to: AnswerTo
  /** Whether errors repeat code and msg at the top level. */
  bare: boolean
  /** For the metrics: the operation and its code. */
  operation: string
  code: number
}

function toAnswer(result: unknown): Answer {
  if (result instanceof AppError)
    return { code: result.code, httpStatus: result.httpStatus, content: errorContent(result) }
  return { code: CODE.ok, httpStatus: 200, content: okContent(result) }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw failure('notJson', { why: error instanceof Error ? error.message : String(error) })
  }
}
