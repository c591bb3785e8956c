import type { Condition, ConditionStatus, ContainerStatus, PodObject, PodPhase, PodStatus } from '@/lib/cluster/kinds'
import { timestamp } from '../api/time'
import { conditionOf } from '../controllers/pod-facts'

/** The status that the kubelet reports of a pod, from the state of its containers. */
export function podStatus(pod: PodObject, containers: ContainerStatus[], hostIP: string, podIP: string): PodStatus {
  const phase = phaseOf(pod, containers)
  const ended = phase === 'Succeeded' || phase === 'Failed'
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name)
  const isReady: ConditionStatus = unready.length === 0 ? 'True' : 'False'
  const why = ended
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
  const started = containers.some(({ state }) => state?.running ?? state?.terminated)
  const set = (type: string, status: ConditionStatus): Condition =>
    condition(pod.status, type, status, status === 'True' ? {} : why)
  return {
    phase,
    conditions: [
      set('PodReadyToStartContainers', started && !ended ? 'True' : 'False'),
      condition(pod.status, 'Initialized', 'True', ended && phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}),
      set('Ready', isReady),
      set('ContainersReady', isReady),
      conditionOf(pod.status?.conditions, 'PodScheduled') ?? condition(pod.status, 'PodScheduled', 'True', {}),
    ],
    hostIP,
    ...(started || pod.status?.podIP ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime: pod.status?.startTime ?? timestamp(),
    containerStatuses: containers,
    qosClass: pod.status?.qosClass,
  }
}

function phaseOf({ spec }: PodObject, containers: ContainerStatus[]): PodPhase {
  const ends = containers.map(({ state }) => state?.terminated)
  if (spec.restartPolicy !== 'Always' && ends.every((end) => end !== undefined)) {
    const failed = ends.some((end) => end?.exitCode !== 0)
    if (!failed) return 'Succeeded'
    if (spec.restartPolicy === 'Never') return 'Failed'
  }
  const everStarted = containers.every(
    ({ state, lastState }) => state?.running ?? state?.terminated ?? lastState?.terminated,
  )
  return everStarted ? 'Running' : 'Pending'
}

function condition(
  before: PodStatus | undefined,
  type: string,
  status: ConditionStatus,
  why: { reason?: string; message?: string },
): Condition {
  const old = conditionOf(before?.conditions, type)
  return { type, status, ...why, lastTransitionTime: old?.status === status ? old.lastTransitionTime : timestamp() }
}
