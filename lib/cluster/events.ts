import { z } from 'zod'
import type { KubeClient } from './client'
import type { EventObject } from './kinds'
import { EVENTS } from './resources'
import { NAMESPACE_OF_CLUSTER_EVENTS } from './rights'
import { isoTime } from './time'

/** A Kubernetes event about an object; such are kept for an hour or so. */
export const objectEvent = z.object({
  uid: z.string(),
  type: z.string().describe('"Normal" or "Warning"'),
  reason: z.string().describe('such as "NodeReady"'),
  message: z.string(),
  count: z.int().describe('how often it was seen'),
  firstSeen: z.iso.datetime().nullable(),
  lastSeen: z.iso.datetime().nullable(),
  source: z.string().describe('which component tells it, and where'),
  about: z
    .object({ kind: z.string(), name: z.string() })
    .describe('the object, such as a "Pod" or the "Node" it is on'),
})
export type ObjectEvent = z.infer<typeof objectEvent>

export interface EventSubject {
  kind: string
  name: string
  /** Absent for what has no namespace. */
  namespace?: string | undefined
  /** Leaves out what is about an earlier object of the same name. */
  uid?: string | undefined
}

const MAX_READ = 1000
const MAX_ANSWERED = 200

/**
 * What Kubernetes tells about an object, newest first.
 * @throws KubeError where the cluster cannot be reached or refuses
 */
export async function listObjectEvents(
  { client }: { readonly client: KubeClient },
  subject: EventSubject,
  signal?: AbortSignal,
): Promise<ObjectEvent[]> {
  const { kind, name, namespace = NAMESPACE_OF_CLUSTER_EVENTS } = subject
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`
  const objects = await client.listSome(EVENTS, { namespace, fieldSelector }, MAX_READ, signal)
  return objects
    .filter((event) => isAbout(event, subject))
    .map(toObjectEvent)
    .sort((a, b) => (b.lastSeen ?? '').localeCompare(a.lastSeen ?? '') || a.uid.localeCompare(b.uid))
    .slice(0, MAX_ANSWERED)
}

/** A kubelet gives its node's name for the uid. */
function isAbout({ involvedObject }: EventObject, { uid, name }: EventSubject): boolean {
  return uid === undefined || [uid, name, '', undefined].includes(involvedObject.uid)
}

/** Reads both forms: `firstTimestamp`, `lastTimestamp`, `count`, and the newer `eventTime` with `series`. */
function toObjectEvent(event: EventObject): ObjectEvent {
  const { metadata, series, source } = event
  const component = source?.component || event.reportingComponent || ''
  const host = source?.host || event.reportingInstance || ''
  const first = event.firstTimestamp ?? event.eventTime ?? metadata.creationTimestamp
  return {
    uid: metadata.uid ?? `${metadata.namespace}/${metadata.name}`,
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: Math.max(1, Math.trunc(series?.count ?? event.count ?? 1)),
    firstSeen: isoTime(first),
    lastSeen: isoTime(series?.lastObservedTime ?? event.lastTimestamp ?? first),
    source: host === '' || host === component ? component : `${component}, ${host}`,
    about: { kind: event.involvedObject.kind ?? '', name: event.involvedObject.name ?? '' },
  }
}
