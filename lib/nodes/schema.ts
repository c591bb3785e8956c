import { z } from 'zod'
import { listInput, recordName } from '@/lib/protocol/validation'
import { ADVISORY_EFFECTS } from './advisories'
import { OUTAGES } from './observed'

/** The states of PROTOCOL.md §6. */
export const NODE_STATUSES = ['NotInstalled', 'Installing', 'Online', 'Offline', 'Deleting'] as const
export type NodeStatus = (typeof NODE_STATUSES)[number]

export const NODE_TYPES = ['Raspberrypi 4B', 'Atlas 500', 'Generic'] as const
export const ARCH_TYPES = ['arm64', 'amd64'] as const
export type ArchType = (typeof ARCH_TYPES)[number]

export function isArchType(value: string): value is ArchType {
  return ARCH_TYPES.some((arch) => arch === value)
}

export const nodeRecord = z.object({
  id: z.int(),
  name: z.string(),
  clusterId: z.int(),
  groupId: z.int(),
  userId: z.int(),
  nodeType: z.string(),
  arch: z.string().describe('empty until the node has joined'),
  uniqueName: z.string().describe('name of the Kubernetes Node'),
  cpuCore: z.int(),
  memory: z.number().describe('bytes'),
  status: z.enum(NODE_STATUSES),
  statusAt: z.iso.datetime().nullable().describe('since when; null where that was not kept'),
  outage: z
    .object({
      kind: z.enum(OUTAGES).describe('its machine says that it is not ready, or nobody hears from it'),
      since: z.iso.datetime().nullable(),
      reason: z.string().describe('in the words of the cluster'),
    })
    .nullable()
    .describe('while it is Offline: why'),
  roles: z.string().describe('such as "agent,edge"'),
  runtime: z.string(),
  osImage: z.string(),
  interIp: z.string(),
  outerIp: z.string(),
  createAt: z.iso.datetime(),
  updateAt: z.iso.datetime(),
  lastHeartbeat: z.iso.datetime().nullable(),
  kubeletVersion: z.string().describe('of an edge node with that of KubeEdge: "v1.32.10-kubeedge-v1.23.1"'),
  kubeEdgeVersion: z.string().describe('empty where the node does not say'),
  edge: z.boolean().describe('whether KubeEdge has marked it: label node-role.kubernetes.io/edge, with an empty value'),
  advisories: z
    .array(
      z.object({
        id: z.string().describe('CVE'),
        ghsa: z.string(),
        effect: z.enum(ADVISORY_EFFECTS),
        part: z.string().describe('of KubeEdge, such as "NodeUpgradeJob"'),
        fixedIn: z.string().describe('the oldest version to go to that has it no more'),
      }),
    )
    .describe('what is known to be wrong with its version of KubeEdge, the worst first'),
  labels: z.record(z.string(), z.string()),
  deployCount: z.int().describe('deployments on it, whatever their state'),
})

export type NodeRecord = z.infer<typeof nodeRecord>

export const createNodeInput = z.object({ name: recordName, nodeType: z.string().min(1).max(255) })
export const nodeNameInput = z.object({ name: recordName })
export const scriptsInput = z.object({ name: recordName, arch: z.string().min(1).max(255) })
export const listNodeInput = listInput([
  'id',
  'name',
  'status',
  'arch',
  'nodeType',
  'createAt',
  'updateAt',
  'lastHeartbeat',
  'statusAt',
  'kubeletVersion',
]).extend({
  status: z.enum(NODE_STATUSES).optional(),
  arch: z.string().max(255).optional(),
  nodeType: z.string().max(255).optional(),
  advisory: z.enum(ADVISORY_EFFECTS).optional().describe('those whose version of KubeEdge has such an advisory'),
})
export type ListNodeInput = z.output<typeof listNodeInput>
