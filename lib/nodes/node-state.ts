import type { Container, NodeCondition, NodeObject, PodObject } from '@/lib/cluster/kinds'
import { parseQuantity } from '@/lib/cluster/quantity'
import { isoTime } from '@/lib/cluster/time'
import { kubeEdgeVersion } from './kubeedge-version'
import { RESOURCES, type NodeConditionRecord, type NodeResource, type NodeState } from './state-schema'

/**
 * What a Kubernetes Node says of itself, and what the pods on it ask for.
 * @param pods undefined where they may not be seen
 */
export function describeState(
  { metadata, spec, status }: NodeObject,
  pods: readonly PodObject[] | undefined,
): NodeState {
  const info = status?.nodeInfo
  return {
    conditions: (status?.conditions ?? []).map(toCondition).sort(worstFirst),
    unschedulable: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(({ key, value = '', effect }) => ({ key, value, effect })),
    resources: RESOURCES.map((name) => ({
      name,
      capacity: parseQuantity(status?.capacity?.[name]),
      allocatable: parseQuantity(status?.allocatable?.[name]),
      requested: pods ? requestedOf(name, pods) : null,
    })),
    versions: {
      kubelet: info?.kubeletVersion ?? '',
      kubeEdge: kubeEdgeVersion(info?.kubeletVersion ?? ''),
      runtime: info?.containerRuntimeVersion ?? '',
      osImage: info?.osImage ?? '',
      kernel: info?.kernelVersion ?? '',
    },
    joinedAt: isoTime(metadata.creationTimestamp),
  }
}

function toCondition({ type, status, reason = '', message = '', ...times }: NodeCondition): NodeConditionRecord {
  return {
    type,
    status,
    healthy: status === (type === 'Ready' ? 'True' : 'False'),
    reason,
    message,
    since: isoTime(times.lastTransitionTime),
    lastHeartbeat: isoTime(times.lastHeartbeatTime),
  }
}

function worstFirst(a: NodeConditionRecord, b: NodeConditionRecord): number {
  const rank = ({ healthy, type }: NodeConditionRecord) => (healthy ? 2 : 0) + (type === 'Ready' ? 0 : 1)
  return rank(a) - rank(b) || a.type.localeCompare(b.type)
}

function requestedOf(name: NodeResource['name'], pods: readonly PodObject[]): number {
  const holding = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
  if (name === 'pods') return holding.length
  return sum(holding.map(({ spec }) => requestOfPod(name, spec.containers, spec.initContainers)))
}

/** As the scheduler counts it: the containers together, or the greediest of those that run before them. */
function requestOfPod(name: string, containers: Container[], initContainers: Container[] = []): number {
  const of = ({ resources }: Container) => parseQuantity(resources?.requests?.[name])
  return Math.max(sum(containers.map(of)), ...initContainers.map(of))
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
