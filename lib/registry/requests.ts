import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { RegistryAuth, type Credentials } from './auth'
import { RegistryError, errorFromAnswer, toRegistryError } from './errors'
import { Connections, readBody, type BlobSource } from './http'

const MAX_TEXT_BYTES = 4 * 1024 * 1024
const MAX_REDIRECTS = 5
/** A registry that asks for a longer pause is not waited for. */
const MAX_RETRY_AFTER_MS = 30_000

export interface RequestOptions {
  credentials?: Credentials | undefined
  /** Certificates (PEM) of authorities to trust beside the well-known ones. */
  authorities?: readonly string[] | undefined
  connectTimeoutMs?: number
  idleTimeoutMs?: number
  /** How often a request is sent at most while the registry is unreachable or answers 429 or 5xx. */
  attempts?: number
  retryDelayMs?: number
}

export interface Call {
  /** What is asked for, as errors say it. */
  what: string
  method: string
  url: URL
  scopes: string[]
  /** Name and password themselves, whatever the registry's own API wants: for Harbor's. */
  basic?: true
  headers?: Record<string, string>
  body?: Buffer | BlobSource
  idleTimeoutMs?: number
  signal?: AbortSignal | undefined
}

/** Requests to one registry: authorised, redirected, repeated. Everything that is thrown is a RegistryError. */
export class Requests {
  private readonly connections: Connections
  private readonly auth: RegistryAuth

  constructor(
    private readonly base: URL,
    private readonly options: RequestOptions,
  ) {
    this.connections = new Connections(options.authorities)
    this.auth = new RegistryAuth(base, options.credentials, (url, headers) => this.getText(url, headers))
  }

  close(): void {
    this.connections.close()
  }

  /** Repeats it while the registry is out of reach or overloaded. */
  async call(call: Call): Promise<IncomingMessage> {
    return this.retry(call.signal, async () => {
      const answer = await this.once(call)
      if ((answer.statusCode ?? 0) >= 500 || answer.statusCode === 429) throw await this.failure(answer, call.what)
      return answer
    })
  }

  async retry<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    const attempts = this.options.attempts ?? 3
    for (let made = 1; ; made++) {
      try {
        return await attempt()
      } catch (error) {
        const known = toRegistryError(error, this.base.host)
        if (!known.retryable || made >= attempts || signal?.aborted) throw known
        const pauseMs = Math.max(known.retryAfterMs, (this.options.retryDelayMs ?? 200) * 2 ** (made - 1))
        if (pauseMs > MAX_RETRY_AFTER_MS) throw known
        await delay(pauseMs, undefined, { signal }).catch(() => undefined) // aborted: the next attempt says so
      }
    }
  }

  /** One request: redirects followed (GET, HEAD), a 401 answered once with what it asks for. */
  async once(call: Call): Promise<IncomingMessage> {
    let { url } = call
    let challenged = false
    for (let redirects = 0; redirects <= MAX_REDIRECTS;) {
      // Credentials are for this registry only, never for the object store that it redirects to.
      const authorization = url.host === this.base.host ? await this.authorization(call) : undefined
      const headers = { ...call.headers, ...(authorization === undefined ? {} : { authorization }) }
      const answer = await this.send({ ...call, url, headers })
      const status = answer.statusCode ?? 0
      if (status === 401 && !challenged && !call.basic && this.auth.learn(answer, call.scopes, authorization)) {
        challenged = true
        discard(answer)
      } else if ([301, 302, 303, 307, 308].includes(status) && (call.method === 'GET' || call.method === 'HEAD')) {
        url = this.location(answer, url, call.what)
        redirects++
        discard(answer)
      } else {
        return answer
      }
    }
    throw new RegistryError('invalid', `${call.what}: more than ${MAX_REDIRECTS} redirects`)
  }

  private authorization({ basic, scopes }: Call): Promise<string | undefined> {
    return basic ? Promise.resolve(this.auth.basic()) : this.auth.header(scopes)
  }

  private send(call: Call): Promise<IncomingMessage> {
    return this.connections.send({
      ...call,
      connectTimeoutMs: this.options.connectTimeoutMs ?? 10_000,
      idleTimeoutMs: call.idleTimeoutMs ?? this.options.idleTimeoutMs ?? 60_000,
    })
  }

  private async getText(url: URL, headers: Record<string, string>): Promise<{ status: number; body: string }> {
    const what = `GET ${url.origin}${url.pathname}`
    const answer = await this.send({ what, method: 'GET', url, scopes: [], headers })
    return { status: answer.statusCode ?? 0, body: (await readBody(answer, MAX_TEXT_BYTES, what)).toString() }
  }

  /** @throws RegistryError where the answer is another one */
  async expect(answer: IncomingMessage, statuses: number[], what: string): Promise<void> {
    if (!statuses.includes(answer.statusCode ?? 0)) throw await this.failure(answer, what)
    discard(answer)
  }

  async failure(answer: IncomingMessage, what: string): Promise<RegistryError> {
    const body = (await readBody(answer, MAX_TEXT_BYTES, what)).toString()
    return errorFromAnswer(what, { status: answer.statusCode ?? 0, body, retryAfter: answer.headers['retry-after'] })
  }

  /** Where the answer says to go on. */
  location(answer: IncomingMessage, asked: URL, what: string): URL {
    const location = answer.headers.location
    if (location === undefined || !URL.canParse(location, asked)) {
      throw new RegistryError('invalid', `${what}: the answer has no usable Location`, { status: answer.statusCode })
    }
    const url = new URL(location, asked)
    // A registry behind a proxy that ends TLS often writes http:// into its own addresses.
    if (url.host === this.base.host) url.protocol = this.base.protocol
    return url
  }
}

/** Lets an answer's body go by, so that the connection can be used again. */
export function discard(answer: IncomingMessage): undefined {
  answer.on('error', () => undefined) // cut off while being thrown away: nobody misses it
  answer.resume()
}
