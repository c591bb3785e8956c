import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { KubeConfig } from '@kubernetes/client-node'

export interface ProxiedRequest {
  method: string
  /** Without the query. */
  path: string
  isWatch: boolean
}

type Upstream = https.RequestOptions & { isTls: boolean; base: URL }

/**
 * Stands between the console and a cluster's API server, in plain HTTP: counts what is asked, and can be cut, which
 * breaks every connection off in the middle of whatever it carries.
 */
export class ApiProxy {
  readonly requests: ProxiedRequest[] = []
  /** Called when a request has come, before it is passed on. */
  onRequest: (request: ProxiedRequest) => void = () => undefined
  /** Called with a request's body, when all of it has come. */
  onBody: (request: ProxiedRequest, body: string) => void = () => undefined
  /** The HTTP status with which a request is refused here, where it is not passed on. */
  refuse: (request: ProxiedRequest) => number | undefined = () => undefined
  /** Whether a request is neither passed on nor answered. */
  hold: (request: ProxiedRequest) => boolean = () => false
  readonly #upstream: Upstream
  readonly #server: http.Server
  #port = 0

  private constructor(upstream: Upstream) {
    this.#upstream = upstream
    this.#server = http.createServer((req, res) => {
      this.#pass(req, res).catch(() => res.destroy()) // either side broke off: so does the other
    })
  }

  static async start(kubeconfigFile: string): Promise<ApiProxy> {
    const proxy = new ApiProxy(await upstreamOf(kubeconfigFile))
    await proxy.restore()
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** What was asked besides lists and watches, which are few and last. */
  get calls(): ProxiedRequest[] {
    return this.requests.filter(
      ({ method, path }) => method !== 'GET' || !/\/(nodes|pods|jobs|deployments)$/.test(path),
    )
  }

  async cut(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async restore(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async #pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { isTls, base, headers, ...options } = this.#upstream
    const url = new URL(req.url ?? '/', base)
    const request = { method: req.method ?? '', path: url.pathname, isWatch: url.searchParams.has('watch') }
    this.requests.push(request)
    this.onRequest(request)
    if (this.hold(request)) return
    const refusal = this.refuse(request)
    if (refusal !== undefined) return void res.writeHead(refusal).end()
    let body = ''
    req.on('data', (part: Buffer) => (body += part.toString('utf8')))
    req.on('end', () => this.onBody(request, body))
    const sent = (isTls ? https : http).request(url, {
      ...options,
      method: req.method,
      headers: { ...req.headers, ...headers, host: url.host },
    })
    res.on('close', () => sent.destroy())
    sent.on('error', () => res.destroy())
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>
    const [[answer]] = await Promise.all([answered, pipeline(req, sent)])
    res.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders()
    await pipeline(answer, res)
  }
}

async function upstreamOf(kubeconfigFile: string): Promise<Upstream> {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfigFile)
  const base = new URL(config.getCurrentCluster()?.server ?? '')
  const token = config.getCurrentUser()?.token
  if (base.protocol === 'http:') {
    return { isTls: false, base, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }
  }
  const { ca, cert, key, headers } = await applied(config)
  return { isTls: true, base, agent: new https.Agent({ ca, cert, key }), headers: { ...headers } }
}

async function applied(config: KubeConfig): Promise<https.RequestOptions> {
  const options: https.RequestOptions = {}
  await config.applyToHTTPSOptions(options)
  return options
}
