import type { Condition, DeploymentObject, JobObject, PodObject } from '@/lib/cluster/kinds'
import type { DeploymentStatus } from './schema'

export interface ObservedDeployment {
  status: Exclude<DeploymentStatus, 'Deleting' | 'UpdateInit'>
  reason: string
}

const MAX_REASON = 500
const SCALED_TO_ZERO = 'ScaledToZero: the number of replicas was set to 0 in the cluster'

/** What a Deployment's status means: PROTOCOL.md §8. */
export function observeDeployment(
  object: DeploymentObject,
  pods: PodObject[],
  nodeOffline: boolean,
): ObservedDeployment {
  const { spec, status = {}, metadata } = object
  const wanted = spec.replicas ?? 1
  // The number of replicas is left to others, who may have asked for none: then all of them are available.
  if (wanted === 0) return { status: 'Abnormal', reason: SCALED_TO_ZERO }
  const seen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  const allNew = (status.updatedReplicas ?? 0) >= wanted && status.replicas === status.updatedReplicas
  if (seen && allNew && (status.availableReplicas ?? 0) >= wanted) return { status: 'Running', reason: '' }
  const progressing = condition(status.conditions, 'Progressing')
  const reason = why(pods, nodeOffline)
  if (seen && progressing?.reason === 'ProgressDeadlineExceeded') {
    return { status: 'Abnormal', reason: reason || (progressing.message ?? 'it did not start in time') }
  }
  // The rollout was complete before: what is not ready now was.
  const wasComplete = seen && allNew && progressing?.reason === 'NewReplicaSetAvailable'
  return { status: wasComplete ? 'Abnormal' : 'Deploying', reason }
}

export function observeJob({ status = {} }: JobObject, pods: PodObject[], nodeOffline: boolean): ObservedDeployment {
  if (condition(status.conditions, 'Complete')?.status === 'True') return { status: 'Completed', reason: '' }
  const failed = condition(status.conditions, 'Failed')
  if (failed?.status === 'True') {
    // How its containers ended tells more than that it was tried too often.
    return { status: 'Abnormal', reason: why(pods, false) || clip(failed.message ?? failed.reason ?? '') }
  }
  const reason = why(pods, nodeOffline)
  if (!nodeOffline && pods.some((pod) => condition(pod.status?.conditions, 'Ready')?.status === 'True')) {
    return { status: 'Running', reason: '' }
  }
  const restarted = pods.some((pod) => pod.status?.containerStatuses?.some((container) => container.restartCount > 0))
  const wentWrong =
    (status.failed ?? 0) > 0 || restarted || (nodeOffline && pods.some((pod) => pod.status?.phase === 'Running'))
  return { status: wentWrong ? 'Abnormal' : 'Deploying', reason }
}

/** Why it does not run, in Kubernetes' own words, the nearest cause first; "" where nothing says. */
function why(pods: PodObject[], nodeOffline: boolean): string {
  if (nodeOffline) return 'the node is offline'
  // The newest pod speaks for what is wanted now.
  const newest = [...pods].sort((a, b) => created(b).localeCompare(created(a)))
  for (const pod of newest) {
    const reason = containerReason(pod) ?? unscheduled(pod)
    if (reason !== undefined) return clip(reason)
  }
  return ''
}

function containerReason(pod: PodObject): string | undefined {
  for (const { state, lastState } of pod.status?.containerStatuses ?? []) {
    const { waiting, terminated } = state ?? {}
    if (waiting?.reason && waiting.reason !== 'ContainerCreating' && waiting.reason !== 'PodInitializing') {
      const ended = lastState?.terminated
      const exit = waiting.reason === 'CrashLoopBackOff' && ended ? ` (last exit code ${ended.exitCode})` : ''
      return joined(waiting.reason + exit, waiting.message)
    }
    if (terminated && terminated.exitCode !== 0) {
      return joined(`${terminated.reason ?? 'Error'} (exit code ${terminated.exitCode})`, terminated.message)
    }
  }
  return pod.status?.reason ? joined(pod.status.reason, pod.status.message) : undefined
}

function unscheduled(pod: PodObject): string | undefined {
  const scheduled = condition(pod.status?.conditions, 'PodScheduled')
  return scheduled?.status === 'False' ? joined(scheduled.reason ?? 'Unschedulable', scheduled.message) : undefined
}

function condition<C extends Condition>(conditions: C[] | undefined, type: string): C | undefined {
  return conditions?.find((one) => one.type === type)
}

const created = (pod: PodObject) => pod.metadata.creationTimestamp ?? ''
const joined = (reason: string, message: string | undefined) => (message ? `${reason}: ${message}` : reason)

/** As much of a reason as a record keeps. */
export const clip = (text: string) => (text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 1)}…` : text)
