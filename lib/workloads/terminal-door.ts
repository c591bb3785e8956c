import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { recordActivity } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import type { Caller } from '@/lib/auth/caller'
import { isSameOrigin } from '@/lib/auth/origin'
import { mayAct } from '@/lib/auth/role'
import { KubeError } from '@/lib/cluster/kube-error'
import { headersOf, type WithHeaders } from '@/lib/http/api-request'
import { StreamLimit } from '@/lib/http/stream-limit'
import { AppError, CODE } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import { parseOrInvalid } from '@/lib/protocol/validation'
import { ExecChannel } from './exec-channel'
import { findContainer, type FoundContainer } from './find-container'
import { execFailure } from './kubelet-failure'
import { terminalQuery, type TerminalQuery } from './schema'
import { runTerminal, tell, TERMINAL_BOUNDS, type TerminalBounds } from './terminal-session'
import { TerminalTickets } from './terminal-ticket'

export const EXEC_PATH = '/api/deployments/exec'

const TERMINALS_PER_USER = 5
const TERMINALS_IN_ALL = 100
/** What one types, or pastes. */
const MAX_MESSAGE_BYTES = 1 << 20
const OPEN_MS = 20_000

/**
 * `GET /api/deployments/exec?appName=&nodeName=&command=…` as a WebSocket: a terminal in a container. Who may not open
 * one is answered 401 or 403 before anything is taken up; what fails after that is told as a `TerminalNotice`.
 */
export class TerminalDoor {
  readonly #limit = new StreamLimit(TERMINALS_PER_USER, TERMINALS_IN_ALL)
  readonly #tickets: TerminalTickets
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })

  constructor(
    readonly app: App,
    readonly bounds: TerminalBounds = TERMINAL_BOUNDS,
  ) {
    this.#tickets = new TerminalTickets(app)
  }

  /** Answers a request to speak WebSocket, whatever becomes of it. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    try {
      const { caller, query } = await this.#admit(request)
      // What went while it was let in tells nobody again that it is closed.
      if (socket.destroyed) return
      const release = this.#limit.take(caller)
      socket.once('close', release)
      this.#sockets.handleUpgrade(request, socket, head, (browser) => {
        void this.#serve(browser, caller, query).finally(() => browser.close(1000))
      })
    } catch (error) {
      refuse(socket, this.#toAppError(error))
    }
  }

  async #admit(request: IncomingMessage): Promise<{ caller: Caller; query: TerminalQuery }> {
    const { searchParams } = new URL(request.url ?? '/', 'http://console')
    const ticket = searchParams.get('ticket')
    const caller =
      ticket === null ? await this.#authenticate({ headers: headersOf(request) }) : await this.#tickets.take(ticket)
    if (!caller) throw new AppError(CODE.unauthorized, 'Cannot authorize: the ticket is not good, get another')
    if (!mayAct(caller.role, 'operator')) throw failure('role', { needed: 'operator', own: caller.role })
    const command = searchParams.getAll('command')
    const query = { ...Object.fromEntries(searchParams), ...(command.length > 0 ? { command } : {}) }
    return { caller, query: parseOrInvalid(terminalQuery, query, '') }
  }

  /** A browser sends its cookies along with any page's WebSocket: only an origin that is named, and ours, will do. */
  async #authenticate(request: WithHeaders): Promise<Caller> {
    const caller = await this.app.auth.authenticate(request)
    const isOurs = request.headers.get('origin') !== null && isSameOrigin(request)
    if (caller.via === 'session' && !isOurs) throw failure('otherSite', {})
    return caller
  }

  async #serve(browser: WebSocket, caller: Caller, query: TerminalQuery): Promise<void> {
    const { app } = this
    const gone = new AbortController()
    browser.once('close', () => gone.abort())
    browser.on('error', () => browser.terminate())
    try {
      const signal = AbortSignal.any([gone.signal, app.stopping, AbortSignal.timeout(OPEN_MS)])
      const found = await findContainer({ app, caller, db: app.db.read, signal }, query)
      const channel = await this.#open(found, query)
      await this.#noteOrClose(channel, caller, found)
      tell(browser, { type: 'opened', podName: found.podName, containerName: found.containerName })
      channel.resize(query)
      const end = await runTerminal(browser, channel, this.bounds, app.stopping)
      if (!end) return
      if ('exitCode' in end) tell(browser, { type: 'ended', exitCode: end.exitCode })
      else throw await execFailure(app.cluster, found, new KubeError(end.failure, 500, 'InternalError'))
    } catch (error) {
      const { code, message: msg, data } = this.#toAppError(error)
      tell(browser, { type: 'failed', code, msg, data })
    }
  }

  async #open(found: FoundContainer, { command }: TerminalQuery): Promise<ExecChannel> {
    const { cluster } = this.app
    try {
      return await ExecChannel.open(cluster.client, found, command)
    } catch (error) {
      if (!(error instanceof KubeError)) throw error
      throw await execFailure(cluster, found, error)
    }
  }

  /** A terminal that is not noted is none. */
  async #noteOrClose(channel: ExecChannel, caller: Caller, found: FoundContainer): Promise<void> {
    try {
      await this.#note(caller, found)
    } catch (error) {
      channel.close()
      throw error
    }
  }

  /** Who had a terminal is part of what happened to a deployment. */
  async #note({ tenant, userName }: Caller, { deploymentId, appName, nodeName, version }: FoundContainer) {
    const { db, changes } = this.app
    const entry = { kind: 'deployment', action: 'terminalOpened', appName, nodeName, version, actor: userName } as const
    await db.write((tx) => recordActivity(tx, tenant, [entry]))
    changes.publish({ tenant, kind: 'deployment', ids: [deploymentId] })
  }

  #toAppError(error: unknown): AppError {
    if (error instanceof AppError) return error
    this.app.log.error({ err: error }, 'a terminal failed')
    return new AppError(CODE.internal, 'Internal Server Error', { cause: error })
  }
}

function refuse(socket: Duplex, { code, message, data, httpStatus }: AppError): void {
  const body = JSON.stringify({ code, msg: message, data })
  const head = [
    `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
