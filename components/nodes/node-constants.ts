import type { Advisory } from '@/lib/nodes/advisories'
import type { ArchType, NodeRecord, NodeStatus } from '@/lib/nodes/schema'
import type { ListSpec } from '@/lib/client/list-query'
import { ARCH_TYPES } from './arch-types'

// Repeated here so that the validator behind the schema stays out of the browser's bundle; a test keeps them equal.
export const NODE_STATUSES = [
  'Online',
  'Offline',
  'NotInstalled',
  'Installing',
  'Deleting',
] as const satisfies readonly NodeStatus[]
export const ADVISORY_EFFECTS = ['remoteExecution', 'memoryExhaustion'] as const satisfies readonly Advisory['effect'][]
export const NODE_TYPES = ['Generic', 'Raspberrypi 4B', 'Atlas 500'] as const

export const nodeListSpec = {
  sortable: ['name', 'status', 'statusAt', 'arch', 'nodeType', 'createAt', 'lastHeartbeat', 'kubeletVersion'],
  filters: { status: NODE_STATUSES, arch: ARCH_TYPES, nodeType: NODE_TYPES, advisory: ADVISORY_EFFECTS },
} as const satisfies ListSpec

/** The machine's architecture; before it has joined, the most usual one. */
export function archOf({ arch }: Pick<NodeRecord, 'arch'>): ArchType {
  return ARCH_TYPES.find((known) => known === arch) ?? ARCH_TYPES[0]
}

/** Such as "containerd 1.7.28". */
export function runtimeName({ runtime }: Pick<NodeRecord, 'runtime'>): string {
  return runtime.replace('://', ' ')
}
