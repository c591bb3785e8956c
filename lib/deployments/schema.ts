import { z } from 'zod'
import { nodeRecord } from '@/lib/nodes/schema'
import { listInput, recordName } from '@/lib/protocol/validation'

/** The states of PROTOCOL.md §8. */
export const DEPLOYMENT_STATUSES = [
  'Init',
  'Deploying',
  'Running',
  'Abnormal',
  'Completed',
  'UpdateInit',
  'Deleting',
] as const
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number]

const MAX_NODES = 1000

const onNodes = z.object({
  appName: recordName,
  nodeNames: z.array(recordName).min(1).max(MAX_NODES),
  version: recordName,
})
export const deployInput = onNodes
export const undeployInput = onNodes
export type OnNodesInput = z.output<typeof onNodes>

/** What became of one node's part; answered as `data.results` where not all went well. */
export interface NodeResult {
  nodeName: string
  ok: boolean
  reason: string
}

const sortable = ['id', 'nodeName', 'appName', 'version', 'status', 'createAt', 'updateAt'] as const

export const listApplicationDeployInput = listInput(sortable).extend({
  appName: recordName,
  version: recordName,
  status: z.enum(DEPLOYMENT_STATUSES).optional(),
})
export type ListApplicationDeployInput = z.output<typeof listApplicationDeployInput>

export const listNodeDeployInput = listInput(sortable).extend({
  name: recordName,
  status: z.enum(DEPLOYMENT_STATUSES).optional(),
})
export type ListNodeDeployInput = z.output<typeof listNodeDeployInput>

export const listCanDeployNodeInput = listInput(['id', 'name', 'arch', 'nodeType', 'createAt']).extend({
  appName: recordName,
  targetVersion: recordName,
})
export type ListCanDeployNodeInput = z.output<typeof listCanDeployNodeInput>

const deploymentRecord = z.object({
  id: z.int(),
  clusterId: z.int(),
  groupId: z.int(),
  userId: z.int(),
  nodeName: z.string(),
  uniqueName: z.string().describe('name of the Kubernetes Node'),
  appName: z.string(),
  version: z.string(),
  containerImagePath: z.string(),
  status: z.enum(DEPLOYMENT_STATUSES),
  reason: z.string().describe('why it is not running, where it is not'),
  statusAt: z.iso.datetime().nullable().describe('since when; null where that was not kept'),
  deployUUID: z.string().describe('name of the Kubernetes workload'),
  containerUUID: z.string(),
  createAt: z.iso.datetime(),
  updateAt: z.iso.datetime(),
})
export type DeploymentRecord = z.infer<typeof deploymentRecord>

/** The count twice, as PROTOCOL.md §5 has it. */
const counted = { Total: z.int(), total: z.int() }
export const deploymentList = z.object({ ...counted, appDeploys: z.array(deploymentRecord) })
export const deployableNodeList = z.object({ ...counted, nodes: z.array(nodeRecord) })
