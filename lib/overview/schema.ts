import { z } from 'zod'
import { FEATURES, type FeatureName } from '@/lib/cluster/discovery'
import { PURPOSES, type Purpose } from '@/lib/cluster/rights'
import { DEPLOYMENT_STATUSES } from '@/lib/deployments/schema'
import { NODE_STATUSES } from '@/lib/nodes/schema'
import { listInput } from '@/lib/protocol/validation'

export const attention = z.object({
  offlineNodes: z.int(),
  abnormalDeployments: z.int(),
})

const amounts = z.object({ cpuCores: z.number(), memory: z.number().describe('bytes') })

export const overview = z.object({
  nodes: z.record(z.enum(NODE_STATUSES), z.int()).describe('how many in each state'),
  deployments: z.record(z.enum(DEPLOYMENT_STATUSES), z.int()).describe('how many in each state'),
  counts: z.object({
    orgs: z.int(),
    images: z.int(),
    imageVersions: z.int(),
    applications: z.int(),
    publishedVersions: z.int(),
  }),
  capacity: amounts.describe('of the nodes that are Online'),
  requested: amounts.describe('of them, by the deployments on those nodes'),
  kubelets: z.array(
    z.object({
      kubeletVersion: z.string(),
      kubeEdgeVersion: z.string().describe('empty where the node does not say'),
      nodes: z.int(),
    }),
  ),
})
export type Overview = z.infer<typeof overview>

const part = z.object({
  reachable: z.boolean(),
  since: z.iso.datetime().nullable().describe('since when it cannot be reached, as far as was seen'),
  error: z.string(),
  embedded: z.boolean(),
})

const namesOf = <K extends string>(of: Record<K, unknown>) => Object.keys(of) as [K, ...K[]]

export const platform = z.object({
  kubernetes: part.extend({
    version: z.string().describe('the last that was told; empty until then'),
    unsupported: z.string().describe('why the console cannot work with that version; empty where it can'),
    missingFeatures: z
      .array(z.object({ name: z.enum(namesOf<FeatureName>(FEATURES)), api: z.string() }))
      .describe('what cannot be done, as the cluster does not offer the API for it'),
    missingRights: z
      .array(
        z.object({
          right: z.string().describe('such as "get pods/log in namespace default"'),
          purpose: z.enum(namesOf<Purpose>(PURPOSES)).describe('what it is for'),
          essential: z.boolean().describe('whether the console does not work at all without it'),
        }),
      )
      .describe('what the cluster does not let the console do'),
    foundAt: z.iso.datetime().nullable().describe('since when that is so, as far as was seen; null until it was asked'),
  }),
  registry: part.extend({ host: z.string() }),
})
export type Platform = z.infer<typeof platform>

/** Worst first. */
export const PROBLEM_KINDS = [
  'clusterUnreachable',
  'registryUnreachable',
  'clusterUnsupported',
  'clusterRightsMissing',
  'nodesOffline',
  'deploymentsAbnormal',
  'nodesVulnerable',
  'deploymentsStuck',
  'nodesNotJoined',
  'imagesKept',
] as const

export const problem = z.object({
  kind: z.enum(PROBLEM_KINDS),
  since: z.iso.datetime().nullable().describe('of the oldest of them; null where that was not kept'),
  newest: z.iso.datetime().nullable(),
  nodes: z.object({ count: z.int(), names: z.array(z.string()).describe('the first of them') }),
  deployments: z.int().describe('how many it concerns'),
  appName: z.string(),
  version: z.string(),
  status: z
    .string()
    .describe('of the deployments, where it is about those; "notReady" of nodes that are Offline and heard from'),
  reason: z.string().describe('of one of them, where they have one; of vulnerable nodes the advisories'),
  fixedIn: z.string().describe('of vulnerable nodes: the version of KubeEdge to go to; theirs is `version`'),
  images: z.int().optional().describe('deleted ones that the registry keeps; `reason` says why'),
})
export type Problem = z.infer<typeof problem>

export const listProblemInput = listInput(['id']).pick({ pageNum: true, pageSize: true })
export type ListProblemInput = z.output<typeof listProblemInput>
