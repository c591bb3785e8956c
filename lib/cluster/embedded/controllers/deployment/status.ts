import type {
  ConditionStatus,
  DeploymentCondition,
  DeploymentObject,
  DeploymentStatus,
  ReplicaSetObject,
} from '@/lib/cluster/kinds'
import { timeOf, timestamp } from '../../api/time'
import { conditionOf } from '../pod-facts'
import { rollingBounds, sum } from './rollout-math'

/** The status of a Deployment as its ReplicaSets have it, with the conditions Available and Progressing. */
export function deploymentStatus(
  deployment: DeploymentObject,
  fresh: ReplicaSetObject | undefined,
  old: ReplicaSetObject[],
): DeploymentStatus {
  const all = fresh ? [...old, fresh] : old
  const total = sum(all, ({ spec }) => spec.replicas)
  const available = sum(all, ({ status }) => status?.availableReplicas)
  const counts = {
    replicas: sum(all, ({ status }) => status?.replicas),
    updatedReplicas: fresh?.status?.replicas ?? 0,
    readyReplicas: sum(all, ({ status }) => status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total - available),
  }
  const status: DeploymentStatus = {
    observedGeneration: deployment.metadata.generation,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  }
  status.conditions = [availableCondition(deployment, available), ...progressingCondition(deployment, status, fresh)]
  return status
}

function availableCondition(deployment: DeploymentObject, available: number): DeploymentCondition {
  const enough = available >= (deployment.spec.replicas ?? 1) - rollingBounds(deployment).maxUnavailable
  return enough
    ? transition(deployment, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : transition(
        deployment,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      )
}

export function isComplete({ spec, metadata }: DeploymentObject, status: DeploymentStatus): boolean {
  const wanted = spec.replicas ?? 1
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  )
}

function progressingCondition(
  deployment: DeploymentObject,
  status: DeploymentStatus,
  fresh: ReplicaSetObject | undefined,
): DeploymentCondition[] {
  const before = conditionOf(deployment.status?.conditions, 'Progressing')
  const name = fresh ? `ReplicaSet "${fresh.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  const set = (state: ConditionStatus, reason: string, message: string): DeploymentCondition[] => [
    transition(deployment, 'Progressing', state, reason, message),
  ]
  if (deployment.spec.paused) return set('Unknown', 'DeploymentPaused', 'Deployment is paused')
  if (!fresh) return before ? [before] : []
  // a rollout that was completed once does not time out when pods fail later
  const wasComplete =
    before?.reason === 'NewReplicaSetAvailable' && (status.replicas ?? 0) === (status.updatedReplicas ?? 0)
  if (wasComplete && before.message?.startsWith(name)) return [before]
  if (isComplete(deployment, status))
    return set('True', 'NewReplicaSetAvailable', `${name} has successfully progressed.`)
  if (!before || (before.reason === 'NewReplicaSetAvailable' && !before.message?.startsWith(name))) {
    return set('True', 'NewReplicaSetCreated', `Created new replica set "${fresh.metadata.name}"`)
  }
  if (hasProgressed(deployment.status, status)) {
    return [
      {
        ...transition(deployment, 'Progressing', 'True', 'ReplicaSetUpdated', `${name} is progressing.`),
        lastUpdateTime: timestamp(),
      },
    ]
  }
  if ((untilDeadlineOf(deployment, before) ?? 1) <= 0)
    return set('False', 'ProgressDeadlineExceeded', `${name} has timed out progressing.`)
  return [before]
}

function hasProgressed(before: DeploymentStatus | undefined, now: DeploymentStatus): boolean {
  const oldPods = (status: DeploymentStatus | undefined): number =>
    (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0)
  return (
    (now.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    (now.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before?.availableReplicas ?? 0) ||
    oldPods(now) < oldPods(before)
  )
}

/** A condition that changes its times only when it changes. */
function transition(
  { status }: DeploymentObject,
  type: string,
  state: ConditionStatus,
  reason: string,
  message: string,
): DeploymentCondition {
  const before = conditionOf(status?.conditions, type)
  if (before && before.status === state && before.reason === reason && before.message === message) return before
  const now = timestamp()
  return {
    type,
    status: state,
    reason,
    message,
    lastUpdateTime: now,
    lastTransitionTime: before?.status === state ? (before.lastTransitionTime ?? now) : now,
  }
}

function untilDeadlineOf({ spec }: DeploymentObject, condition: DeploymentCondition): number | undefined {
  if (condition.status !== 'True' || condition.reason === 'NewReplicaSetAvailable') return undefined
  return timeOf(condition.lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000 - Date.now()
}

/** Milliseconds until the rollout counts as stuck; undefined where it is not under way. */
export function untilDeadline(deployment: DeploymentObject, status: DeploymentStatus): number | undefined {
  const condition = conditionOf(status.conditions, 'Progressing')
  const wait = condition && untilDeadlineOf(deployment, condition)
  return wait === undefined ? undefined : Math.max(wait, 0) + 10
}
