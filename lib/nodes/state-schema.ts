import { z } from 'zod'

const condition = z.object({
  type: z.string().describe('such as "Ready", "MemoryPressure"'),
  status: z.enum(['True', 'False', 'Unknown']),
  healthy: z.boolean().describe('whether this is as it should be: Ready is True, any other False'),
  reason: z.string(),
  message: z.string(),
  since: z.iso.datetime().nullable(),
  lastHeartbeat: z.iso.datetime().nullable(),
})
export type NodeConditionRecord = z.infer<typeof condition>

export const RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'pods'] as const

const resource = z.object({
  name: z.enum(RESOURCES),
  capacity: z.number().describe('cores, bytes, or a number of pods'),
  allocatable: z.number().describe('what the node leaves for pods'),
  requested: z.number().nullable().describe('by the pods on it; null where the console may not see those'),
})
export type NodeResource = z.infer<typeof resource>

/** What the cluster says of a node at this moment. */
export const nodeState = z.object({
  conditions: z.array(condition).describe('what is wrong first'),
  unschedulable: z.boolean().describe('cordoned: nothing new is scheduled to it'),
  taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.string() })),
  resources: z.array(resource),
  versions: z.object({
    kubelet: z.string(),
    kubeEdge: z.string().describe('empty where the node does not say'),
    runtime: z.string(),
    osImage: z.string(),
    kernel: z.string(),
  }),
  joinedAt: z.iso.datetime().nullable().describe('when the Kubernetes Node was made'),
})
export type NodeState = z.infer<typeof nodeState>
