import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { isDigest } from '../reference'

/** A robot account's name has `$` and `+`. */
export const ROBOT = { username: 'robot$edge+console', password: 'secret' }
const BASIC = `Basic ${Buffer.from(`${ROBOT.username}:${ROBOT.password}`).toString('base64')}`

const STATUS = { UNAUTHORIZED: 401, NOT_FOUND: 404, UNSUPPORTED: 405, PRECONDITION: 412 } as const

class Refusal extends Error {
  constructor(
    readonly code: keyof typeof STATUS,
    message: string,
  ) {
    super(message)
  }
}

type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<unknown>

/**
 * What Harbor adds to a docker-registry, as its API documentation and sources have it; Harbor itself was never run:
 * tokens, projects that have to be there first, and tags and manifests kept in records of its own.
 */
export class Harbor {
  readonly asked: string[] = []
  /** What the robot may do in each project. */
  readonly projects = new Map<string, 'push' | 'pull'>()
  /** `<repository>:<tag>` of tags that a rule protects. */
  readonly immutable = new Set<string>()
  /** Digests by `<repository>:<tag>`, and what each manifest names by `<repository>@<digest>`. */
  readonly #tags = new Map<string, string>()
  readonly #artifacts = new Map<string, string[]>()
  readonly #tokens = new Map<string, string[]>()
  readonly #server = createServer((req, res) => void this.#answer(req, res))

  private constructor(readonly registry: DockerRegistry) {}

  /** Whoever calls it stops it. */
  static async start(): Promise<Harbor> {
    const harbor = new Harbor(await DockerRegistry.start())
    harbor.#server.listen(0, '127.0.0.1')
    await once(harbor.#server, 'listening')
    return harbor
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await this.registry.stop()
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.url)
    this.asked.push(`${req.method} ${url.pathname}`)
    try {
      await this.#handlerOf(url.pathname)(req, res, url)
    } catch (error) {
      if (!(error instanceof Refusal)) return void res.destroy()
      req.resume()
      const challenge = `Bearer realm="${this.url}/service/token",service="harbor-registry"`
      if (error.code === 'UNAUTHORIZED') res.setHeader('www-authenticate', challenge)
      const { code, message } = error
      res.writeHead(STATUS[code]).end(JSON.stringify({ errors: [{ code, message }] }))
    }
  }

  #handlerOf(pathname: string): Handler {
    if (pathname === '/service/token') return this.#giveToken
    return pathname.startsWith('/v2/') ? this.#distribution : this.#api
  }

  readonly #giveToken: Handler = async ({ headers }, res, { searchParams }) => {
    if (headers.authorization !== BASIC) throw new Refusal('UNAUTHORIZED', 'unauthorized')
    const token = `token-${this.#tokens.size}`
    this.#tokens.set(token, searchParams.getAll('scope'))
    return Promise.resolve(res.end(JSON.stringify({ token, expires_in: 1800 })))
  }

  readonly #distribution: Handler = async (req, res, { pathname }) => {
    const scopes = this.#tokens.get(req.headers.authorization?.replace('Bearer ', '') ?? '')
    if (!scopes) throw new Refusal('UNAUTHORIZED', 'unauthorized')
    const [, repository = '', kind, reference = ''] = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(pathname) ?? []
    if (repository !== '') this.#checkRight(scopes, repository, req.method ?? '')
    if (kind !== 'manifests') return this.#proxy(req, res, req)
    if (req.method === 'PUT') return this.#putManifest(req, res, repository, reference)
    if (req.method === 'DELETE') {
      this.#delete(repository, reference)
      return res.writeHead(202).end()
    }
    const digest = isDigest(reference) ? reference : this.#tags.get(`${repository}:${reference}`)
    if (digest === undefined || !this.#artifacts.has(`${repository}@${digest}`)) {
      throw new Refusal('NOT_FOUND', `artifact ${repository}:${reference} not found`)
    }
    return this.#proxy(req, res, req, `/v2/${repository}/manifests/${digest}`)
  }

  #checkRight(scopes: string[], repository: string, method: string): void {
    const action = ['GET', 'HEAD'].includes(method) ? 'pull' : method === 'DELETE' ? 'delete' : 'push'
    const right = this.projects.get(repository.split('/')[0] ?? '')
    const asked = scopes.find((scope) => scope.startsWith(`repository:${repository}:`))?.split(':')[2] ?? ''
    if (asked.split(',').includes(action) && (right === 'push' || right === action)) return
    throw new Refusal('UNAUTHORIZED', `unauthorized to access repository: ${repository}, action: ${action}`)
  }

  async #putManifest(req: IncomingMessage, res: ServerResponse, repository: string, reference: string) {
    const bytes = await buffer(req)
    const answer = await this.#proxy(req, res, bytes)
    if (answer.statusCode !== 201) return
    const digest = String(answer.headers['docker-content-digest'])
    const { manifests = [] } = JSON.parse(bytes.toString()) as { manifests?: { digest: string }[] }
    const children = manifests.map((child) => child.digest)
    this.#artifacts.set(`${repository}@${digest}`, children)
    if (!isDigest(reference)) this.#tags.set(`${repository}:${reference}`, digest)
  }

  /** With all its tags, and with what it alone names; the files stay until Harbor collects its garbage. */
  #delete(repository: string, digest: string): void {
    if (!isDigest(digest)) throw new Refusal('UNSUPPORTED', `unsupported digest ${digest}`)
    const key = `${repository}@${digest}`
    const children = this.#artifacts.get(key)
    if (!children) throw new Refusal('NOT_FOUND', `artifact ${key} not found`)
    if (this.#isNamed(repository, digest))
      throw new Refusal('PRECONDITION', 'the deleting artifact is referenced by others')
    this.#artifacts.delete(key)
    for (const tag of this.#tagsOf(repository, digest)) this.#tags.delete(tag)
    for (const child of children) {
      if (this.#tagsOf(repository, child).length === 0 && !this.#isNamed(repository, child))
        this.#delete(repository, child)
    }
  }

  #isNamed(repository: string, digest: string): boolean {
    return [...this.#artifacts].some(([key, names]) => key.startsWith(`${repository}@`) && names.includes(digest))
  }

  #tagsOf(repository: string, digest: string): string[] {
    return [...this.#tags].flatMap(([tag, of]) => (tag.startsWith(`${repository}:`) && of === digest ? [tag] : []))
  }

  /** Harbor's own API v2.0. */
  readonly #api: Handler = async (req, res, { pathname, searchParams }) => {
    if (pathname === '/api/v2.0/systeminfo') return res.end('{"auth_mode":"db_auth","registry_url":"x"}')
    if (req.headers.authorization !== BASIC) throw new Refusal('UNAUTHORIZED', 'unauthorized')
    if (req.method === 'HEAD' && pathname === '/api/v2.0/projects') {
      return Promise.resolve(res.writeHead(this.projects.has(searchParams.get('project_name') ?? '') ? 200 : 404).end())
    }
    const path = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)\/artifacts\/([^/]+)\/tags\/([^/]+)$/
    const [, project = '', name = '', , tag = ''] = path.exec(pathname) ?? []
    const key = `${project}/${decodeURIComponent(decodeURIComponent(name))}:${tag}`
    if (req.method !== 'DELETE' || !this.#tags.has(key)) throw new Refusal('NOT_FOUND', `${key} not found`)
    if (this.immutable.has(key))
      throw new Refusal('PRECONDITION', 'the tag is configured as immutable, cannot be deleted')
    this.#tags.delete(key)
    return res.end()
  }

  async #proxy(req: IncomingMessage, res: ServerResponse, body: IncomingMessage | Buffer, path = req.url) {
    const { authorization: _, ...headers } = req.headers
    const { port } = this.registry
    const outgoing = request({ host: '127.0.0.1', port, path, method: req.method, headers, agent: false })
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    if (Buffer.isBuffer(body)) outgoing.end(body)
    else body.pipe(outgoing)
    const [answer] = await answered
    answer.pipe(res.writeHead(answer.statusCode ?? 502, answer.headers))
    return answer
  }
}
