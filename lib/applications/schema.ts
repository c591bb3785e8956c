import { z } from 'zod'
import { ARCH_TYPES } from '@/lib/nodes/schema'
import { problem } from '@/lib/protocol/field-problems'
import { freeText, listInput, recordName } from '@/lib/protocol/validation'

export const VERSION_STATUSES = ['Unpublished', 'Published', 'Offline'] as const
export type VersionStatus = (typeof VERSION_STATUSES)[number]

export const APP_TYPES = ['UserDefine', 'System'] as const
export const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const
export type RestartPolicy = (typeof RESTART_POLICIES)[number]

const MAX_PORT = 65_535
const MAX_PORT_MAPPINGS = 100
/** More than any machine has; keeps quantities inside what Kubernetes can parse. */
const MAX_CORES = 100_000
const MAX_MIB = 1e9

const port = z.int().min(1).max(MAX_PORT)

const portMapping = z.object({ containerPort: port, hostPort: port })
export type PortMapping = z.infer<typeof portMapping>

const network = z
  .object({
    type: z.enum(['Host', 'PortMapping']),
    portMappings: z
      .array(portMapping)
      .max(MAX_PORT_MAPPINGS)
      .nullish()
      .transform((mappings) => mappings ?? []),
  })
  .superRefine(({ portMappings }, context) => {
    const seen = new Set<number>()
    portMappings.forEach(({ hostPort }, index) => {
      if (seen.has(hostPort)) {
        context.addIssue({
          code: 'custom',
          path: ['portMappings', index, 'hostPort'],
          ...problem('twice', { value: hostPort }),
        })
      }
      seen.add(hostPort)
    })
  })
export type Network = z.output<typeof network>

const quota = (most: number) => z.number().min(0).max(most).default(0)

export const createApplicationInput = z
  .object({
    appName: recordName,
    functionType: freeText.default(''),
    description: freeText.default(''),
    archType: z.array(z.string().min(1).max(64)).min(1).max(16),
    version: recordName,
    orgName: recordName,
    containerImage: recordName,
    containerImageVersion: recordName,
    cpuQuota: quota(MAX_CORES),
    maxCpuQuota: quota(MAX_CORES),
    memoryQuota: quota(MAX_MIB),
    maxMemoryQuota: quota(MAX_MIB),
    restartPolicy: z.enum(RESTART_POLICIES),
    network,
  })
  .superRefine((input, context) => {
    const pairs = [
      ['cpuQuota', 'maxCpuQuota'],
      ['memoryQuota', 'maxMemoryQuota'],
    ] as const
    for (const [request, maximum] of pairs) {
      if (input[maximum] > 0 && input[maximum] < input[request]) {
        context.addIssue({ code: 'custom', path: [maximum], ...problem('belowRequest', { request }) })
      }
    }
  })
export type CreateApplicationInput = z.output<typeof createApplicationInput>

export const appNameInput = z.object({ appName: recordName })
export const appVersionInput = z.object({ appName: recordName, version: recordName })

export const listApplicationInput = listInput(['id', 'appName', 'createAt', 'updateAt']).extend({
  appType: z.enum([...APP_TYPES, 'All']).default('All'),
  published: z.boolean().optional().describe('only those that have a published version, or only those that have none'),
})
export type ListApplicationInput = z.output<typeof listApplicationInput>

export const listApplicationVersionInput = listInput(['id', 'version', 'status', 'createAt', 'updateAt']).extend({
  appName: recordName,
  status: z.enum(VERSION_STATUSES).optional(),
})
export type ListApplicationVersionInput = z.output<typeof listApplicationVersionInput>

const owned = { id: z.int(), appName: z.string(), clusterId: z.int(), groupId: z.int(), userId: z.int() }
const dated = { createAt: z.iso.datetime(), updateAt: z.iso.datetime() }

const deployCounts = z
  .object({ total: z.int(), running: z.int(), abnormal: z.int() })
  .describe('on how many nodes it is, in whatever state, and how many of those are Running or Abnormal')
export type DeployCounts = z.infer<typeof deployCounts>

export const applicationRecord = z.object({
  ...owned,
  appType: z.enum(APP_TYPES),
  functionType: z.string(),
  description: z.string(),
  latestPubVersion: z.string(),
  latestVersion: z.string().describe('the one made last, published or not; empty where there is none'),
  versionCount: z.int(),
  deployCounts,
  ...dated,
})
export type ApplicationRecord = z.infer<typeof applicationRecord>

export const applicationVersionRecord = z.object({
  ...owned,
  version: z.string(),
  status: z.enum(VERSION_STATUSES),
  archType: z.string().describe('such as "arm64;amd64"'),
  orgName: z.string(),
  containerImage: z.string(),
  containerImageVersion: z.string(),
  containerImagePath: z.string(),
  cpuQuota: z.number().describe('cores; 0 is none'),
  maxCpuQuota: z.number(),
  memoryQuota: z.number().describe('MiB; 0 is none'),
  MaxMemoryQuota: z.number(),
  restartPolicy: z.enum(RESTART_POLICIES),
  network: z.string().describe('JSON text of { type, portMappings }'),
  deployCounts,
  ...dated,
  publishAt: z.iso.datetime().nullable(),
  offlineAt: z.iso.datetime().nullable(),
})
export type ApplicationVersionRecord = z.infer<typeof applicationVersionRecord>

export const archTypes: readonly string[] = ARCH_TYPES
