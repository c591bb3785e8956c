import type { Logger } from 'pino'
import type { KubeClient, Selection } from './client'
import type { KubeObject, StatusObject } from './kinds'
import { KubeError } from './kube-error'
import type { Resource } from './resources'

const MIN_BACKOFF_MS = 250
const MAX_BACKOFF_MS = 15_000
const WATCH_SECONDS = 120

export interface InformerOptions<T extends KubeObject> {
  client: KubeClient
  resource: Resource<T>
  selection: Selection
  log: Logger
  /** Told of every object that appeared, changed or went (`object` undefined), after the view holds it. */
  onChange: (name: string, object: T | undefined, before: T | undefined) => void
  /** The server ends a watch after so long. A connection that is dead at the other end is known to be so not long after. */
  watchSeconds?: number
  /** Keeps of an object what is needed: a hundred thousand of them stay in memory. */
  strip?: (object: T) => T
}

/**
 * A view of one kind of object that a list fills and a watch keeps current. Survives disconnects and `410 Gone`:
 * it lists again, and tells what differs from what it knew. Objects are keyed by name: one namespace, or none.
 */
export class Informer<T extends KubeObject> {
  readonly #options: InformerOptions<T>
  readonly #objects = new Map<string, T>()
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  readonly #synced: Promise<void>
  #markSynced: () => void = () => undefined
  /** Undefined while a watch is open. Not the time of day, which may jump. */
  #staleSince: number | undefined = performance.now()
  /** What was told of last, since a watch was open. */
  #complaint = ''
  /** Where the next watch begins; undefined where a list has to come first. */
  #resourceVersion: string | undefined
  /** How far the list and the watch have come, as a number. */
  #seenRevision = 0
  /** What this process wrote since the last list began. */
  readonly #written = new Set<string>()

  constructor(options: InformerOptions<T>) {
    this.#options = options
    this.#synced = new Promise((resolve) => (this.#markSynced = resolve))
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends the watch; bounded, as every request is aborted. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  get(name: string): T | undefined {
    return this.#objects.get(name)
  }

  /**
   * Takes the answer to a write of our own into the view, which the watch would bring only later. Where the watch was
   * faster it has brought this state or a later one already, or that the object is gone.
   */
  wrote(object: T): void {
    if (revisionOf(object.metadata.resourceVersion) <= this.#seenRevision) return
    this.#written.add(nameOf(object))
    this.#objects.set(nameOf(object), this.#options.strip ? this.#options.strip(object) : object)
  }

  /** For how long no watch has been open; 0 while what the view says is current. */
  get staleMs(): number {
    return this.#staleSince === undefined ? 0 : performance.now() - this.#staleSince
  }

  whenSynced(): Promise<void> {
    return this.#synced
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    let backoffMs = MIN_BACKOFF_MS
    while (!signal.aborted) {
      try {
        this.#resourceVersion ??= await this.#list()
        await this.#watch(this.#resourceVersion, () => (backoffMs = MIN_BACKOFF_MS))
      } catch (error) {
        if (signal.aborted) return
        if (isExpired(error)) this.#resourceVersion = undefined
        this.#report(error, backoffMs)
        await pause(backoffMs * (0.5 + Math.random() / 2), signal)
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)
      }
    }
  }

  /** Page by page into the view, so that no list is in memory beside it; what no page had goes at the end. */
  async #list(): Promise<string> {
    const { client, resource, selection, onChange } = this.#options
    const unseen = new Set(this.#objects.keys())
    this.#written.clear()
    const take = (items: T[]) => {
      for (const item of items) {
        unseen.delete(nameOf(item))
        this.#takeListed(item)
      }
    }
    const resourceVersion = await client.listPages(resource, selection, take, this.#stop.signal)
    const listed = revisionOf(resourceVersion)
    this.#seenRevision = listed
    for (const name of unseen) {
      const old = this.#objects.get(name)
      if (old === undefined || this.#wasWrittenAfter(name, old, listed)) continue
      this.#objects.delete(name)
      onChange(name, undefined, old)
    }
    this.#markSynced()
    return resourceVersion
  }

  #takeListed(item: T): void {
    const { strip, onChange } = this.#options
    const name = nameOf(item)
    const old = this.#objects.get(name)
    if (old !== undefined) {
      if (old.metadata.resourceVersion === item.metadata.resourceVersion) return
      if (this.#wasWrittenAfter(name, old, revisionOf(item.metadata.resourceVersion))) return
    }
    const object = strip ? strip(item) : item
    this.#objects.set(name, object)
    onChange(name, object, old)
  }

  /**
   * A write of our own while the list went on: the list is older, and the watch brings it. Of other objects the list is
   * believed, also where revisions went back, as in a cluster that was restored.
   */
  #wasWrittenAfter(name: string, { metadata: { resourceVersion } }: T, revision: number): boolean {
    return this.#written.has(name) && Number(resourceVersion) > revision
  }

  /** Returns when the server ended the watch in its usual way. */
  async #watch(from: string, onEvent: () => void): Promise<void> {
    const { client, resource, selection, watchSeconds = WATCH_SECONDS } = this.#options
    // Uneven, so that many watches do not come back at once.
    const timeoutSeconds = Math.round(watchSeconds * (0.75 + Math.random() / 4))
    const { signal } = this.#stop
    const onOpen = () => {
      this.#staleSince = undefined
      this.#complaint = ''
    }
    const events = client.watch(resource, selection, from, { timeoutSeconds, signal, onOpen })
    let quiet = true
    try {
      for await (const event of events) {
        quiet = false
        onEvent()
        if (event.type === 'ERROR') throw fromStatus(event.object as StatusObject)
        this.#advance(event.object.metadata.resourceVersion)
        if (event.type !== 'BOOKMARK') this.#apply(event.type, event.object as T)
      }
    } finally {
      this.#staleSince ??= performance.now()
    }
    // A server that goes away may end a watch as if all were well; coming back at once would spin.
    if (quiet) await pause(MIN_BACKOFF_MS, this.#stop.signal)
  }

  #advance(resourceVersion: string | undefined): void {
    if (resourceVersion === undefined) return
    this.#resourceVersion = resourceVersion
    this.#seenRevision = Math.max(this.#seenRevision, revisionOf(resourceVersion))
  }

  #apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', raw: T): void {
    const { strip, onChange } = this.#options
    const name = nameOf(raw)
    const before = this.#objects.get(name)
    this.#written.delete(name)
    if (type === 'DELETED') {
      this.#objects.delete(name)
      onChange(name, undefined, before)
    } else {
      const object = strip ? strip(raw) : raw
      this.#objects.set(name, object)
      onChange(name, object, before)
    }
  }

  /** Each kind of failure once until a watch is open again: what lasts is told by `staleMs`. */
  #report(error: unknown, backoffMs: number): void {
    const { log, resource } = this.#options
    const fields = { err: error, resource: resource.plural, backoffMs }
    if (isExpired(error)) return log.debug(fields, 'watch expired, listing again')
    const what = this.#resourceVersion === undefined ? 'list failed' : 'watch broke off'
    const status = error instanceof KubeError ? error.status : ''
    const complaint = `${what} ${status}`
    const level = complaint === this.#complaint ? 'debug' : 'warn'
    this.#complaint = complaint
    log[level](fields, what)
  }
}

function nameOf(object: KubeObject): string {
  return object.metadata.name ?? ''
}

/** Revisions of one kind grow. Where a server's are no numbers, what it said last is as good as it gets. */
function revisionOf(resourceVersion: string | undefined): number {
  const revision = Number(resourceVersion)
  return Number.isFinite(revision) ? revision : Infinity
}

function isExpired(error: unknown): boolean {
  return error instanceof KubeError && (error.status === 410 || error.reason === 'Expired' || error.reason === 'Gone')
}

function fromStatus(status: StatusObject): KubeError {
  return new KubeError(status.message ?? 'the watch failed', status.code ?? 500, status.reason ?? 'Unknown')
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
