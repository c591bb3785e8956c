import type { Condition, PodObject } from '@/lib/cluster/kinds'
import { timeOf } from '../api/time'

export function conditionOf<C extends Condition>(conditions: C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type)
}

export function isReady({ status }: PodObject): boolean {
  return conditionOf(status?.conditions, 'Ready')?.status === 'True'
}

/** Milliseconds until the pod counts as available (ready for minReadySeconds); 0: it does; undefined: it is not ready. */
export function untilAvailable(pod: PodObject, minReadySeconds: number, now = Date.now()): number | undefined {
  if (!isReady(pod)) return undefined
  const since = timeOf(conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime)
  return Math.max(0, since + minReadySeconds * 1000 - now)
}

export function isFinished({ status }: PodObject): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

/** Counts towards the replicas of its owner. */
export function isActive(pod: PodObject): boolean {
  return !isFinished(pod) && !pod.metadata.deletionTimestamp
}
