import type { NodeCondition, NodeObject } from '@/lib/cluster/kinds'
import { parseQuantity } from '@/lib/cluster/quantity'
import type { NodeStatus } from './schema'

/** The fields of a node's record that its Kubernetes Node tells. */
export interface ObservedNode {
  status: Exclude<NodeStatus, 'Deleting'>
  arch: string
  cpuCore: number
  /** Bytes. */
  memory: bigint
  roles: string
  runtime: string
  osImage: string
  interIp: string
  outerIp: string
  kubeletVersion: string
  /** JSON text. */
  labels: string
  lastHeartbeat: Date | null
  outage: Outage | ''
  outageSince: Date | null
  outageReason: string
}

/** Why a node is Offline: it says itself that it is not ready, or nobody hears from it. */
export const OUTAGES = ['notReady', 'unreachable'] as const
type Outage = (typeof OUTAGES)[number]

const ROLE_PREFIX = 'node-role.kubernetes.io/'

/** As KubeEdge's own controllers tell: the label is there and empty. */
export function isEdgeNode(labels: Readonly<Record<string, string>>): boolean {
  return labels[`${ROLE_PREFIX}edge`] === ''
}

export function observeNode({ metadata, status }: NodeObject): ObservedNode {
  const ready = status?.conditions?.find((condition) => condition.type === 'Ready')
  const labels = metadata.labels ?? {}
  const address = (type: string) => status?.addresses?.find((one) => one.type === type)?.address ?? ''
  return {
    status: ready?.status === 'True' ? 'Online' : 'Offline',
    arch: status?.nodeInfo?.architecture ?? labels['kubernetes.io/arch'] ?? '',
    cpuCore: wholeNumber(status?.capacity?.cpu),
    memory: BigInt(wholeNumber(status?.capacity?.memory)),
    roles: rolesOf(labels),
    runtime: status?.nodeInfo?.containerRuntimeVersion ?? '',
    osImage: status?.nodeInfo?.osImage ?? '',
    interIp: address('InternalIP'),
    outerIp: address('ExternalIP'),
    kubeletVersion: status?.nodeInfo?.kubeletVersion ?? '',
    labels: JSON.stringify(labels),
    lastHeartbeat: timeOf(ready?.lastHeartbeatTime),
    ...outageOf(ready),
  }
}

/** Kubernetes sets Ready to Unknown where a kubelet fell silent; one that never spoke has no Ready. */
function outageOf(ready: NodeCondition | undefined): Pick<ObservedNode, 'outage' | 'outageSince' | 'outageReason'> {
  if (ready?.status === 'True') return { outage: '', outageSince: null, outageReason: '' }
  return {
    outage: ready?.status === 'False' ? 'notReady' : 'unreachable',
    outageSince: timeOf(ready?.lastTransitionTime),
    outageReason: ready?.message ?? ready?.reason ?? '',
  }
}

function wholeNumber(quantity = '0'): number {
  return Math.max(0, Math.floor(parseQuantity(quantity)))
}

function timeOf(text = ''): Date | null {
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time
}

/** Such as "agent,edge", in the order of the alphabet. */
function rolesOf(labels: Record<string, string>): string {
  return Object.keys(labels)
    .filter((label) => label.startsWith(ROLE_PREFIX))
    .map((label) => label.slice(ROLE_PREFIX.length))
    .filter((role) => role !== '')
    .sort()
    .join(',')
}
