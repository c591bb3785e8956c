import { createHash } from 'node:crypto'
import type { NodeCondition, NodeObject, StringMap } from '@/lib/cluster/kinds'
import { timestamp } from '../api/time'

export type NodeArch = 'arm64' | 'amd64'

/** Marks a node that no machine stands behind. */
const VIRTUAL_ANNOTATION = 'apulisedge.demo/virtual'

const CAPACITY: Record<NodeArch, StringMap> = {
  amd64: { cpu: '4', memory: '8048996Ki', 'ephemeral-storage': '61255492Ki', pods: '110' },
  arm64: { cpu: '4', memory: '3884284Ki', 'ephemeral-storage': '30434820Ki', pods: '110' },
}
/** what the kubelet keeps for itself: the memory below which it evicts */
const RESERVED_MEMORY_KI = 102_400
const RESERVED_STORAGE_SHARE = 0.1

/** An address of 10.128.0.0/10 that belongs to this name alone, as good as ever. */
export function internalIp(index: number): string {
  const host = index + 2
  return `10.${128 + ((host >>> 16) & 63)}.${(host >>> 8) & 255}.${host & 255}`
}

function allocatable(capacity: StringMap): StringMap {
  const memory = Number.parseInt(capacity.memory ?? '0', 10) - RESERVED_MEMORY_KI
  const storage = Math.floor(
    Number.parseInt(capacity['ephemeral-storage'] ?? '0', 10) * 1024 * (1 - RESERVED_STORAGE_SHARE),
  )
  return { ...capacity, memory: `${memory}Ki`, 'ephemeral-storage': String(storage) }
}

/** The Node as edgecore registers it: its role labels are what makes a node an edge node. */
export function buildNode(name: string, arch: NodeArch, index: number, labels: StringMap = {}): NodeObject {
  const capacity = CAPACITY[arch]
  const id = createHash('sha256').update(name).digest('hex')
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      labels: {
        ...labels,
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/agent': '',
        'node-role.kubernetes.io/edge': '',
      },
      annotations: { [VIRTUAL_ANNOTATION]: 'true' },
    },
    status: {
      capacity,
      allocatable: allocatable(capacity),
      addresses: [
        { type: 'InternalIP', address: internalIp(index) },
        { type: 'Hostname', address: name },
      ],
      conditions: readyConditions(undefined),
      nodeInfo: {
        architecture: arch,
        bootID: '',
        containerRuntimeVersion: 'containerd://1.7.28',
        kernelVersion: arch === 'arm64' ? '6.12.47-v8' : '6.1.0-41-amd64',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.32.10-kubeedge-v1.23.1',
        machineID: id.slice(0, 32),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`,
      },
    },
  }
}

const HEALTHY: [string, 'True' | 'False', string, string][] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

/** The conditions of a healthy kubelet, with a heartbeat of now; a transition only where the status changes. */
export function readyConditions(before: NodeCondition[] | undefined): NodeCondition[] {
  const now = timestamp()
  const known = new Set(HEALTHY.map(([type]) => type))
  const healthy = HEALTHY.map(([type, status, reason, message]): NodeCondition => {
    const old = before?.find((condition) => condition.type === type)
    const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now
    return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime }
  })
  return [...(before ?? []).filter(({ type }) => !known.has(type)), ...healthy]
}
