import type { ActivityAction, ActivityRecord } from '@/lib/activity/schema'
import type { NodeStatus } from '@/lib/nodes/schema'

/** Part of a time in which a node had one state; undefined where that was not kept, or there was no such node. */
export interface StateSpan {
  status: NodeStatus | undefined
  fromMs: number
  toMs: number
}

/** `same`: it says nothing of the state. */
const STATUS_AFTER: Readonly<Record<ActivityAction<'node'>, NodeStatus | 'gone' | 'same'>> = {
  registered: 'NotInstalled',
  NotInstalled: 'NotInstalled',
  Installing: 'Installing',
  installFailed: 'NotInstalled',
  installCancelled: 'NotInstalled',
  hostKeyAccepted: 'same',
  Online: 'Online',
  Offline: 'Offline',
  deleted: 'Deleting',
  removed: 'gone',
}

/**
 * How a node's state went through a time, oldest first and without gaps.
 * @param activities of the node alone, newest first; of those before the time only the newest matters
 */
export function stateSpans(
  activities: readonly Pick<ActivityRecord, 'kind' | 'action' | 'at'>[],
  fromMs: number,
  toMs: number,
): StateSpan[] {
  const spans: StateSpan[] = []
  let status: NodeStatus | undefined
  let sinceMs = fromMs
  const close = (untilMs: number) => {
    const last = spans.at(-1)
    if (untilMs <= sinceMs) return
    if (last && last.status === status) last.toMs = untilMs
    else spans.push({ status, fromMs: sinceMs, toMs: untilMs })
    sinceMs = untilMs
  }
  for (const { kind, action, at } of activities.toReversed()) {
    const after = kind === 'node' ? STATUS_AFTER[action as ActivityAction<'node'>] : 'same'
    if (after === 'same') continue
    close(Math.min(toMs, Math.max(fromMs, Date.parse(at))))
    status = after === 'gone' ? undefined : after
  }
  close(toMs)
  return spans
}

/** Of the time in which a machine had joined, the share in which it was Online; undefined where it never had. */
export function onlineShare(spans: readonly StateSpan[]): number | undefined {
  const lasting = (status: NodeStatus) =>
    spans.reduce((total, span) => total + (span.status === status ? span.toMs - span.fromMs : 0), 0)
  const online = lasting('Online')
  const joined = online + lasting('Offline')
  return joined === 0 ? undefined : online / joined
}
