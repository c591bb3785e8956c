import { z } from 'zod'

const podContainer = z.object({
  name: z.string(),
  image: z.string(),
  ready: z.boolean(),
  state: z.enum(['running', 'waiting', 'terminated', 'unknown']),
  since: z.iso.datetime().nullable().describe('when it started or ended'),
  reason: z.string().describe("why it waits or ended, in Kubernetes' word"),
  message: z.string(),
  exitCode: z.int().nullable().describe('where it ended'),
  restarts: z.int(),
  last: z
    .object({ exitCode: z.int(), reason: z.string(), endedAt: z.iso.datetime().nullable() })
    .nullable()
    .describe('how it ended the time before'),
})

export const deployPod = z.object({
  name: z.string(),
  phase: z.string().describe('"Pending", "Running", "Succeeded", "Failed" or "Unknown"'),
  reason: z.string().describe('why the pod as a whole is not well'),
  message: z.string(),
  uniqueName: z.string().describe('of the Kubernetes Node that it is on; empty where on none'),
  podIp: z.string(),
  leaving: z.boolean().describe('whether it is being deleted'),
  createdAt: z.iso.datetime().nullable(),
  containers: z.array(podContainer),
})
export type DeployPod = z.infer<typeof deployPod>
export type PodContainer = z.infer<typeof podContainer>
