import { readFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { KubeConfig, type Cluster } from '@kubernetes/client-node'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { KubeError } from './kube-error'
import { openWebSocket } from './web-socket'

const MAX_SOCKETS = 32
/** How long credentials are used before the kubeconfig is asked again: tokens in files and from plugins rotate. */
const CREDENTIALS_MS = 30_000
/** A plugin may ask a server of its own. */
const CREDENTIALS_LIMIT_MS = 15_000

export interface KubeRequest {
  method: string
  path: string
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  body?: unknown
  contentType?: string
  /** Bound on the time without a byte from the server. */
  idleTimeoutMs: number
  signal?: AbortSignal | undefined
  /** On a connection of its own, so that what lasts, such as a log that is followed, takes none of the pool's. */
  lasting?: boolean
}

interface SocketRequest {
  path: string
  query: URLSearchParams
  /** Subprotocols, the best first. */
  protocols: readonly string[]
  timeoutMs: number
}

interface Credentials {
  agent: http.Agent
  /** What a connection outside the pool is opened with. */
  alone: https.RequestOptions
  headers: http.OutgoingHttpHeaders
  auth?: string | undefined
}

/** The library refuses plain http unless TLS is not to be verified, of which there is none (the embedded cluster, `kubectl proxy`). */
function withoutTls(config: KubeConfig, cluster: Cluster): KubeConfig {
  return copyOf(
    config,
    config.clusters.map((one) => (one === cluster ? { ...one, skipTLSVerify: true } : one)),
  )
}

/** One that remembers no tokens. */
function copyOf(config: KubeConfig, clusters = config.clusters): KubeConfig {
  const { users, contexts, currentContext } = config
  const copy = new KubeConfig()
  copy.loadFromOptions({ clusters, users, contexts, currentContext })
  return copy
}

const fileUser = z.object({ config: z.object({ tokenFile: z.string() }) })

/** Of a pod's account, or of a kubeconfig's user. */
function tokenFileOf(config: KubeConfig): string | undefined {
  return fileUser.safeParse(config.getCurrentUser()?.authProvider).data?.config.tokenFile
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new KubeError(`the token in ${file} cannot be read`, 0, 'Unreachable', { cause })
  }
}

/** @throws KubeError where they are not there in time, or cannot be had at all */
async function inTime(credentials: Promise<Credentials>, limitMs: number, given?: AbortSignal): Promise<Credentials> {
  const ended = new AbortController()
  const signals = [ended.signal, ...(given ? [given] : [])]
  const late = delay(limitMs, undefined, { signal: AbortSignal.any(signals) }).then(() => {
    throw new Error(`nothing came for ${limitMs / 1000} s`)
  })
  try {
    return await Promise.race([credentials, late])
  } catch (cause) {
    if (cause instanceof KubeError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new KubeError(`the credentials for the cluster cannot be had: ${why}`, 0, 'Unreachable', { cause })
  } finally {
    late.catch(() => undefined) // the race is over
    ended.abort()
  }
}

/** Where one connection went dead without an end, those that were kept beside it may have: each would take as long to tell. */
function dropIdle({ freeSockets }: http.Agent): void {
  for (const sockets of Object.values(freeSockets)) sockets?.forEach((socket) => socket.destroy())
}

/** Its connections go when their requests are over. */
function retire(agent: http.Agent): void {
  agent.maxFreeSockets = 0
  dropIdle(agent)
}

/** The library's agent for a proxy, which it takes no options for. It has no limit: what lasts goes through it too. */
function keepingAlive(agent: http.Agent): http.Agent {
  return Object.assign(agent, { keepAlive: true, maxFreeSockets: MAX_SOCKETS, scheduling: 'lifo' })
}

/** Ends the request with its signal, and where it gets no connection in time: of one in the pool's queue Node tells neither. */
function endInQueue(sent: http.ClientRequest, { idleTimeoutMs, signal }: KubeRequest, onEnd: (cause: Error) => void) {
  const end = (cause: Error) => {
    sent.destroy(cause)
    onEnd(cause)
  }
  const tooLong = () => end(new Error(`no connection was free for ${idleTimeoutMs / 1000} s`))
  const timer = setTimeout(tooLong, idleTimeoutMs)
  const onAbort = () => {
    clearTimeout(timer)
    end(signal?.reason instanceof Error ? signal.reason : new Error('it was broken off'))
  }
  sent.once('socket', () => clearTimeout(timer))
  sent.once('close', () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  })
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
}

/** HTTP to one API server, with the kubeconfig's credentials. */
export class KubeTransport {
  #config: KubeConfig
  readonly #server: URL
  #credentials: Credentials | undefined
  #credentialsMs = 0
  #loading: Promise<Credentials> | undefined
  #tls = ''
  #agent: http.Agent | undefined
  #away = false
  readonly #backListeners = new Set<() => void>()

  /** @throws Error where the kubeconfig has no current cluster */
  constructor(config: KubeConfig) {
    const cluster = config.getCurrentCluster()
    if (!cluster) throw new Error('the kubeconfig names no current cluster')
    this.#server = new URL(cluster.server)
    this.#config = this.#server.protocol === 'http:' ? withoutTls(config, cluster) : config
  }

  /**
   * Sends, and answers the response's head with its body still to be read. After a 401 it tries once more where there are
   * other credentials by now, as of a token that was rotated.
   * @throws KubeError where no answer comes
   */
  async send(request: KubeRequest): Promise<http.IncomingMessage> {
    const used = await this.#current(request.idleTimeoutMs, request.signal)
    const answer = await this.#send(request, used)
    if (answer.statusCode !== 401) return answer
    this.forgetCredentials()
    const anew = await this.#current(request.idleTimeoutMs, request.signal)
    if (anew.headers.Authorization === used.headers.Authorization) return answer
    answer.destroy()
    return this.#send(request, anew)
  }

  #send(request: KubeRequest, { agent, alone, headers, auth }: Credentials): Promise<http.IncomingMessage> {
    const url = this.#url(request.path)
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body))
    const options: https.RequestOptions = {
      method: request.method,
      ...(request.lasting ? alone : { agent }),
      auth,
      timeout: request.idleTimeoutMs,
      headers: {
        ...headers,
        accept: 'application/json',
        ...(body ? { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length } : {}),
      },
    }
    return new Promise((resolve, reject) => {
      const onError = (cause: Error) => {
        this.#away ||= request.signal?.aborted !== true
        reject(
          new KubeError(`the cluster at ${this.#server.host} does not answer: ${cause.message}`, 0, 'Unreachable', {
            cause,
          }),
        )
      }
      const sent = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
        this.#isBack()
        resolve(answer)
      })
      sent.on('error', onError)
      sent.on('timeout', () => {
        dropIdle(agent)
        sent.destroy(new Error(`nothing came for ${request.idleTimeoutMs / 1000} s`))
      })
      endInQueue(sent, request, onError)
      sent.end(body)
    })
  }

  /** @throws KubeError where the server does not take up the protocol, with its own words where it answers */
  async connect({ path, query, protocols, timeoutMs }: SocketRequest): Promise<WebSocket> {
    const { alone, headers, auth } = await this.#current(timeoutMs)
    const url = this.#url(path)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    url.search = query.toString()
    return openWebSocket(url, [...protocols], { ...alone, headers, auth, timeoutMs })
  }

  #url(path: string): URL {
    return new URL(`${this.#server.pathname.replace(/\/$/, '')}${path}`, this.#server)
  }

  /** After a 401: the next request asks the kubeconfig again, and what a plugin gave is not taken for good until its end. */
  forgetCredentials(): void {
    this.#credentials = undefined
    this.#config = copyOf(this.#config)
  }

  /** Calls when the server answers after it did not. @returns what ends that */
  onBack(listener: () => void): () => void {
    this.#backListeners.add(listener)
    return () => this.#backListeners.delete(listener)
  }

  close(): void {
    this.#agent?.destroy()
  }

  #isBack(): void {
    if (!this.#away) return
    this.#away = false
    for (const listener of this.#backListeners) listener()
  }

  /** One load at a time, whoever waits for it: a plugin that hangs is not started again and again. */
  #current(limitMs: number, signal?: AbortSignal): Promise<Credentials> {
    // Not by the time of day, which may jump.
    if (this.#credentials && performance.now() - this.#credentialsMs <= CREDENTIALS_MS) {
      return Promise.resolve(this.#credentials)
    }
    this.#loading ??= this.#load()
      .then((credentials) => {
        this.#credentialsMs = performance.now()
        return (this.#credentials = credentials)
      })
      .finally(() => (this.#loading = undefined))
    return inTime(this.#loading, Math.min(limitMs, CREDENTIALS_LIMIT_MS), signal)
  }

  async #load(): Promise<Credentials> {
    const options: https.RequestOptions = {}
    const tokenFile = tokenFileOf(this.#config)
    // The library would go on with the token that it read a minute ago, by a clock that may jump.
    const token = tokenFile === undefined ? undefined : await readToken(tokenFile)
    await this.#config.applyToHTTPSOptions(options)
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options
    const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }
    const headers: http.OutgoingHttpHeaders = Object.fromEntries(Object.entries(options.headers ?? {}))
    if (token !== undefined) headers.Authorization = `Bearer ${token}`
    const auth = options.auth ?? undefined
    const isProxied = this.#config.getCurrentCluster()?.proxyUrl !== undefined
    const proxying = isProxied && options.agent instanceof http.Agent ? options.agent : undefined
    // Connections are kept while the certificates stay the same.
    const fingerprint = JSON.stringify(tls)
    if (!this.#agent || fingerprint !== this.#tls) {
      if (this.#agent) retire(this.#agent)
      this.#agent = proxying ? keepingAlive(proxying) : this.#pool(tls)
      this.#tls = fingerprint
    }
    const alone = proxying ? { agent: this.#agent } : { ...tls, agent: false as const }
    return { agent: this.#agent, alone, headers, auth }
  }

  #pool(tls: https.AgentOptions): http.Agent {
    const pool = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' as const }
    return this.#server.protocol === 'https:' ? new https.Agent({ ...tls, ...pool }) : new http.Agent(pool)
  }
}
