import { randomBytes } from 'node:crypto'
import type { EventObject, KubeObject } from '@/lib/cluster/kinds'
import type { ObjectApi } from '../api/object-api'
import { timeOf, timestamp } from '../api/time'
import { keyOf } from '../store/kind-map'

const TTL_MS = 60 * 60 * 1000
const SWEEP_EVERY_MS = 60_000

export interface EventSource {
  component: string
  host?: string
}

/** Writes Events; the same event again only raises the count of the first. Events are kept for an hour. */
export class EventRecorder {
  private readonly known = new Map<string, string>()
  private readonly sweepTimer: NodeJS.Timeout

  constructor(private readonly api: ObjectApi) {
    this.sweepTimer = setInterval(() => this.sweep(), SWEEP_EVERY_MS)
    this.sweepTimer.unref()
  }

  stop(): void {
    clearInterval(this.sweepTimer)
  }

  normal(about: KubeObject, source: EventSource, reason: string, message: string): void {
    this.record(about, source, 'Normal', reason, message)
  }

  warning(about: KubeObject, source: EventSource, reason: string, message: string): void {
    this.record(about, source, 'Warning', reason, message)
  }

  private record(about: KubeObject, source: EventSource, type: string, reason: string, message: string): void {
    const signature = [about.metadata.uid, source.component, type, reason, message].join('\0')
    const key = this.known.get(signature)
    const existing = key === undefined ? undefined : this.api.store.get('events', key)
    if (existing && key !== undefined) {
      this.api.store.put('events', key, { ...existing, count: (existing.count ?? 1) + 1, lastTimestamp: timestamp() })
      return
    }
    const created = this.create(about, source, type, reason, message)
    this.known.set(signature, keyOf(created))
  }

  private create(about: KubeObject, source: EventSource, type: string, reason: string, message: string): EventObject {
    const { name = '', uid, resourceVersion } = about.metadata
    const namespace = about.metadata.namespace ?? 'default'
    const now = timestamp()
    return this.api.create('events', namespace, {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${randomBytes(8).toString('hex')}` },
      involvedObject: {
        kind: about.kind,
        apiVersion: about.apiVersion,
        name,
        namespace: about.metadata.namespace,
        uid,
        resourceVersion,
      },
      reason,
      message,
      type,
      source,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    })
  }

  private sweep(): void {
    const before = Date.now() - TTL_MS
    const old = [...this.api.store.values('events')].filter((event) => lastSeen(event) < before)
    for (const event of old) this.api.store.remove('events', keyOf(event))
    for (const [signature, key] of this.known) if (!this.api.store.get('events', key)) this.known.delete(signature)
  }
}

function lastSeen({ lastTimestamp, eventTime, metadata }: EventObject): number {
  return timeOf(lastTimestamp) || timeOf(eventTime) || timeOf(metadata.creationTimestamp)
}
