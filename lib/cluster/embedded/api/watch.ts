import type { ServerResponse } from 'node:http'
import type { KubeObject, WatchEvent } from '@/lib/cluster/kinds'
import type { Change } from '../store/change-log'
import type { ObjectStore } from '../store/object-store'
import { jsonOf } from '../store/serialize'
import { expired } from './api-error'
import { boolParameter, intParameter, revisionParameter } from './list'
import { groupVersionOf, type ResourceDefinition } from './resources'
import { objectFilter, type ObjectFilter } from './selectors'

const DEFAULT_TIMEOUT_S = 1800
const BOOKMARK_EVERY_MS = 30_000
/** the last bookmark comes this long before the watch ends, so that its client can resume from there */
const BOOKMARK_BEFORE_END_MS = 2_000
/** a client that lets this much pile up is cut off; it resumes from the last event it read */
const MAX_BACKLOG_BYTES = 16 * 1024 * 1024

export interface WatchRequest {
  definition: ResourceDefinition
  namespace: string | undefined
  query: URLSearchParams
  /** turns an object into what is sent, where the client asked for something else than the object (a Table) */
  render?: (object: KubeObject) => string
}

/** One watch of one client, from its request until it ends: by timeout, by the client, or by `stop`. */
export class WatchStream {
  private readonly filter: ObjectFilter | undefined
  private readonly timers: NodeJS.Timeout[] = []
  private unsubscribe: () => void = () => undefined
  private ended = false
  private lastRevision: number

  constructor(
    private readonly store: ObjectStore,
    private readonly request: WatchRequest,
    private readonly response: ServerResponse,
    private readonly onEnd: (stream: WatchStream) => void,
  ) {
    const { definition, query } = request
    this.filter = objectFilter(definition, query.get('labelSelector') ?? '', query.get('fieldSelector') ?? '')
    this.lastRevision = revisionParameter(query)
  }

  start(): void {
    const { definition, query } = this.request
    const timeoutMs = 1000 * (intParameter(query, 'timeoutSeconds') || DEFAULT_TIMEOUT_S)
    this.response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' })
    this.response.flushHeaders()
    this.response.on('close', () => this.stop())
    if (!this.sendPast()) return
    this.unsubscribe = this.store.subscribe(definition.resource, (change) => this.onChange(change))
    this.timers.push(setTimeout(() => this.stop(), timeoutMs))
    if (boolParameter(query, 'allowWatchBookmarks')) {
      this.timers.push(setInterval(() => this.sendBookmark(), BOOKMARK_EVERY_MS))
      this.timers.push(setTimeout(() => this.sendBookmark(), Math.max(0, timeoutMs - BOOKMARK_BEFORE_END_MS)))
    }
  }

  /** What the client has not seen: everything that is there (revision 0 or none), or the changes since its revision. */
  private sendPast(): boolean {
    const { definition } = this.request
    const since = this.lastRevision
    if (since === 0) {
      this.lastRevision = this.store.currentRevision
      for (const object of this.store.values(definition.resource)) {
        if (this.inScope(object)) this.send('ADDED', object)
      }
      return true
    }
    const changes = this.store.changesAfter(definition.resource, since)
    if (changes) {
      for (const change of changes) this.onChange(change)
      return true
    }
    const error = expired(`too old resource version: ${since} (${this.store.oldestRevision(definition.resource) + 1})`)
    this.write(JSON.stringify({ type: 'ERROR', object: error.toStatus() }))
    this.stop()
    return false
  }

  private inScope(object: KubeObject): boolean {
    const { namespace } = this.request
    return (namespace === undefined || object.metadata.namespace === namespace) && (!this.filter || this.filter(object))
  }

  private onChange(change: Change): void {
    if (change.revision <= this.lastRevision) return
    this.lastRevision = change.revision
    const was = change.previous !== undefined && this.inScope(change.previous)
    const is = change.type !== 'DELETED' && this.inScope(change.object)
    if (is) this.send(was ? 'MODIFIED' : 'ADDED', change.object)
    // an object that no longer meets the selector is gone for this client
    else if (was) this.send('DELETED', change.type === 'DELETED' ? change.object : lastSeen(change))
  }

  private send(type: WatchEvent['type'], object: KubeObject): void {
    const json = this.request.render ? this.request.render(object) : jsonOf(object)
    this.write(`{"type":"${type}","object":${json}}`)
  }

  private sendBookmark(): void {
    const { definition } = this.request
    const resourceVersion = String(Math.max(this.lastRevision, this.store.currentRevision))
    const object = {
      kind: definition.kind,
      apiVersion: groupVersionOf(definition),
      metadata: { resourceVersion, creationTimestamp: null },
    }
    this.write(JSON.stringify({ type: 'BOOKMARK', object }))
  }

  private write(line: string): void {
    if (this.ended) return
    this.response.write(`${line}\n`)
    if (this.response.writableLength > MAX_BACKLOG_BYTES) this.stop()
  }

  stop(): void {
    if (this.ended) return
    this.ended = true
    this.unsubscribe()
    for (const timer of this.timers) clearTimeout(timer)
    this.response.end()
    this.onEnd(this)
  }
}

/** The object as it last met the selector, with the revision at which it ceased to. */
function lastSeen({ object, previous }: Change): KubeObject {
  if (!previous) return object
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: object.metadata.resourceVersion } }
}
