import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { KubeConfig } from '@kubernetes/client-node'
import type { WebSocket } from 'ws'
import type { KubeList, KubeObject, WatchEvent } from './kinds'
import { KubeError } from './kube-error'
import { readKubeconfig } from './kubeconfig-file'
import { resourcePath, type Resource } from './resources'
import { KubeTransport, type KubeRequest } from './transport'

const TIMEOUT_MS = 15_000
/** Small enough that what is read of a page and thrown away dies young: of larger ones the heap grows by half. */
const PAGE_SIZE = 100
/** A log may say nothing for long; the reader asks again after that. */
const STREAM_IDLE_MS = 30 * 60_000
const MAX_ANSWER_BYTES = 256 << 20
/** A watch that says nothing for this long after its own end was due, or for as long as it was to last, is dead. */
const WATCH_SLACK_MS = 15_000

export interface Selection {
  namespace?: string | undefined
  labelSelector?: string | undefined
  fieldSelector?: string | undefined
}

export interface ObjectName {
  name: string
  namespace?: string | undefined
}

/** The part of the Kubernetes API that the console uses. Every failure is a `KubeError`; every wait is bounded. */
export class KubeClient {
  readonly #config: KubeConfig
  readonly #transport: KubeTransport

  constructor(
    config: KubeConfig,
    readonly log?: Logger,
  ) {
    this.#config = config
    this.#transport = new KubeTransport(config)
  }

  static fromFile(file: string, log?: Logger): KubeClient {
    return new KubeClient(readKubeconfig(file), log)
  }

  static inCluster(log?: Logger): KubeClient {
    const config = new KubeConfig()
    config.loadFromCluster()
    return new KubeClient(config, log)
  }

  /** To the same server, on connections that this one's calls cannot use up; whoever asks for it closes it. */
  withOwnConnections(): KubeClient {
    return new KubeClient(this.#config, this.log)
  }

  async version(signal?: AbortSignal): Promise<string> {
    const { gitVersion } = await this.#json<{ gitVersion: string }>({ method: 'GET', path: '/version', signal })
    return gitVersion
  }

  /** What is at a path that is no object's, such as `/apis`. */
  read(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.#json<unknown>({ method: 'GET', path, signal })
  }

  get<T extends KubeObject>(resource: Resource<T>, { name, namespace }: ObjectName, signal?: AbortSignal): Promise<T> {
    return this.#json<T>({ method: 'GET', path: resourcePath(resource, namespace, name), signal })
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, signal?: AbortSignal): Promise<T> {
    const path = resourcePath(resource, object.metadata.namespace)
    return this.#json<T>({ method: 'POST', path, body: object, signal })
  }

  /** Replaces the whole object; without a resourceVersion in it, whatever its state is. */
  replace<T extends KubeObject>(resource: Resource<T>, object: T, signal?: AbortSignal): Promise<T> {
    const { namespace, name } = object.metadata
    return this.#json<T>({ method: 'PUT', path: resourcePath(resource, namespace, name ?? ''), body: object, signal })
  }

  /** RFC 7386 merge patch. */
  patch<T extends KubeObject>(resource: Resource<T>, at: ObjectName, patch: unknown, signal?: AbortSignal) {
    return this.#patch<T>(resource, at, patch, 'application/merge-patch+json', signal)
  }

  /** Merges as Kubernetes does: lists of named things by their names, and with directives such as `$patch`. */
  patchStrategic<T extends KubeObject>(resource: Resource<T>, at: ObjectName, patch: unknown, signal?: AbortSignal) {
    return this.#patch<T>(resource, at, patch, 'application/strategic-merge-patch+json', signal)
  }

  /** What it owns goes after it. */
  delete(resource: Resource, { name, namespace }: ObjectName, signal?: AbortSignal) {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' }
    return this.#json<KubeObject>({ method: 'DELETE', path: resourcePath(resource, namespace, name), body, signal })
  }

  /**
   * Lists in chunks, each handed to `onPage` as it comes. Answers the resourceVersion to watch from.
   * @throws KubeError `Expired` where the list took longer than the server keeps its snapshot
   */
  async listPages<T extends KubeObject>(
    resource: Resource<T>,
    selection: Selection,
    onPage: (items: T[]) => void,
    signal?: AbortSignal,
  ): Promise<string> {
    const { namespace, ...selectors } = selection
    const path = resourcePath(resource, namespace)
    for (let next: string | undefined; ;) {
      const query = { ...selectors, limit: PAGE_SIZE, continue: next }
      const page = await this.#json<KubeList<T>>({ method: 'GET', path, query, signal })
      onPage(page.items)
      next = page.metadata.continue === '' ? undefined : page.metadata.continue
      if (next === undefined) return page.metadata.resourceVersion ?? ''
    }
  }

  /** At most `limit` objects, in the server's order, which is by name: for what nobody needs to see all of. */
  async listSome<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, ...selectors }: Selection,
    limit: number,
    signal?: AbortSignal,
  ): Promise<T[]> {
    const path = resourcePath(resource, namespace)
    return (await this.#json<KubeList<T>>({ method: 'GET', path, query: { ...selectors, limit }, signal })).items
  }

  async list<T extends KubeObject>(resource: Resource<T>, selection: Selection, signal?: AbortSignal): Promise<T[]> {
    const items: T[] = []
    await this.listPages(resource, selection, (page) => void items.push(...page), signal)
    return items
  }

  /**
   * What happens from `resourceVersion` on, until the server ends the watch.
   * @throws KubeError `Expired` where the server no longer knows that resourceVersion
   */
  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    selection: Selection,
    resourceVersion: string,
    { timeoutSeconds, signal, onOpen }: { timeoutSeconds: number; signal: AbortSignal; onOpen?: () => void },
  ): AsyncGenerator<WatchEvent<T>> {
    const { namespace, ...selectors } = selection
    const query = { ...selectors, watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds }
    const idleTimeoutMs = timeoutSeconds * 1000 + Math.min(WATCH_SLACK_MS, timeoutSeconds * 1000)
    const request = { method: 'GET', path: resourcePath(resource, namespace), query, idleTimeoutMs, signal }
    const answer = await this.#transport.send(request)
    try {
      if (answer.statusCode !== 200) throw await this.#failure(answer, request)
      onOpen?.()
      for await (const line of lines(answer)) yield parseAnswer<WatchEvent<T>>(line)
    } finally {
      answer.destroy()
    }
  }

  /** Calls when the server answers after it did not. @returns what ends that */
  onBack(listener: () => void): () => void {
    return this.#transport.onBack(listener)
  }

  /**
   * A subresource that answers text as it comes, such as a pod's log; whoever reads it destroys it.
   * @throws KubeError
   */
  async stream(path: string, query: KubeRequest['query'], signal: AbortSignal): Promise<IncomingMessage> {
    const request = { method: 'GET', path, query, idleTimeoutMs: STREAM_IDLE_MS, signal, lasting: true }
    const answer = await this.#transport.send(request)
    if (answer.statusCode !== 200) throw await this.#failure(answer, request)
    return answer
  }

  /** A subresource that is spoken to over a WebSocket. @throws KubeError */
  async connect(path: string, query: URLSearchParams, protocols: readonly string[]): Promise<WebSocket> {
    return this.#transport.connect({ path, query, protocols, timeoutMs: TIMEOUT_MS })
  }

  close(): void {
    this.#transport.close()
  }

  #patch<T extends KubeObject>(
    resource: Resource<T>,
    { name, namespace }: ObjectName,
    body: unknown,
    contentType: string,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const path = resourcePath(resource, namespace, name)
    return this.#json<T>({ method: 'PATCH', path, body, contentType, signal })
  }

  async #json<T>(request: Omit<KubeRequest, 'idleTimeoutMs'>): Promise<T> {
    const bounded = { ...request, idleTimeoutMs: TIMEOUT_MS }
    const answer = await this.#transport.send(bounded)
    const status = answer.statusCode ?? 0
    this.log?.debug({ method: request.method, path: request.path, status }, 'cluster request')
    if (status < 200 || status >= 300) throw await this.#failure(answer, bounded)
    return parseAnswer<T>(await readText(answer))
  }

  async #failure(answer: IncomingMessage, request: KubeRequest): Promise<KubeError> {
    if (answer.statusCode === 401) this.#transport.forgetCredentials()
    return KubeError.fromAnswer(answer.statusCode ?? 0, await readText(answer), `${request.method} ${request.path}`)
  }
}

/** The API server's answers follow its schema; what we read of them is named in kinds.ts. */
function parseAnswer<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    // A proxy's page, or the half of an answer.
    throw new KubeError('the cluster answered what is no JSON', 0, 'Unreachable', { cause })
  }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of chunks(answer)) {
    size += part.length
    if (size > MAX_ANSWER_BYTES) throw brokenOff(new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`))
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The lines of an answer that does not end, as they come. */
async function* lines(answer: IncomingMessage): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of chunks(answer)) {
    const complete = (rest + decoder.decode(part, { stream: true })).split('\n')
    rest = complete.pop() ?? ''
    if (rest.length > MAX_ANSWER_BYTES) throw brokenOff(new Error(`a line is longer than ${MAX_ANSWER_BYTES} bytes`))
    for (const line of complete) if (line !== '') yield line
  }
}

async function* chunks(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* answer as AsyncIterable<Buffer>
  } catch (cause) {
    throw cause instanceof KubeError ? cause : brokenOff(cause)
  }
}

function brokenOff(cause: unknown): KubeError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new KubeError(`the cluster's answer broke off: ${why}`, 0, 'Unreachable', { cause })
}
