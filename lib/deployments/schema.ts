import { z } from 'zod'
import { NODE_STATUSES, nodeRecord } from '@/lib/nodes/schema'
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

export const retryInput = onNodes
export const rollbackInput = onNodes.omit({ version: true })
export type RollbackInput = z.output<typeof rollbackInput>

/** Why a node's part was refused, as `data.results` names it for programs; they are never renamed. */
const REFUSAL_CODES = [
  'notFound',
  'nodeDeleting',
  'notInstalled',
  'arch',
  'undeploying',
  'sameVersion',
  'notOnNode',
  'namedTwice',
  'noPreviousVersion',
  'previousGone',
  'previousNotPublished',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** What became of one node's part; answered as `data.results` where not all went well. */
export interface NodeResult {
  nodeName: string
  ok: boolean
  /** In words; empty where it went well, as `code` is. */
  reason: string
  code: RefusalCode | ''
}

const sortable = ['id', 'nodeName', 'appName', 'version', 'status', 'statusAt', 'createAt', 'updateAt'] as const

const ofDeployment = {
  appName: recordName.optional(),
  version: recordName.optional(),
  nodeName: recordName.optional(),
  status: z.enum(DEPLOYMENT_STATUSES).optional(),
}
export const listDeployInput = listInput(sortable).extend(ofDeployment)
export type ListDeployInput = z.output<typeof listDeployInput>

export const summarizeDeployInput = z.object({ appName: recordName.optional(), version: recordName.optional() })
export type SummarizeDeployInput = z.output<typeof summarizeDeployInput>

/** One deployment: of an application on a node. */
export const deploymentInput = z.object({ appName: recordName, nodeName: recordName })
export type DeploymentInput = z.output<typeof deploymentInput>

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

export const listDeployTargetInput = listInput(['id', 'name', 'status', 'arch', 'nodeType', 'createAt']).extend({
  appName: recordName,
  version: recordName,
  status: z.enum(NODE_STATUSES).optional(),
  arch: z.string().max(255).optional(),
  nodeType: z.string().max(255).optional(),
  presentVersion: recordName.optional().describe('only nodes on which the application is in this version'),
  nodeNames: z.array(recordName).min(1).max(MAX_NODES).optional().describe('only these nodes'),
  onlyFitting: z.boolean().default(false).describe('only nodes that can take the version and have room for it'),
})
export type ListDeployTargetInput = z.output<typeof listDeployTargetInput>

const deploymentRecord = z.object({
  id: z.int(),
  clusterId: z.int(),
  groupId: z.int(),
  userId: z.int(),
  nodeName: z.string(),
  nodeStatus: z.enum(NODE_STATUSES).describe('where it is Offline, what the deployment said last may no longer hold'),
  uniqueName: z.string().describe('name of the Kubernetes Node'),
  appName: z.string(),
  version: z.string(),
  containerImagePath: z.string(),
  status: z.enum(DEPLOYMENT_STATUSES),
  reason: z.string().describe('why it is not running, where it is not'),
  statusAt: z.iso.datetime().nullable().describe('since when; null where that was not kept'),
  previousVersion: z.string().describe('the version that the current one took the place of; empty where none'),
  restartedAt: z.iso.datetime().nullable().describe('when it was last asked to start anew'),
  deployUUID: z.string().describe('name of the Kubernetes workload'),
  containerUUID: z.string(),
  createAt: z.iso.datetime(),
  updateAt: z.iso.datetime(),
})
export type DeploymentRecord = z.infer<typeof deploymentRecord>

/** The count twice, as PROTOCOL.md §5 has it. */
const counted = { Total: z.int(), total: z.int() }
export const deploymentList = z.object({ ...counted, appDeploys: z.array(deploymentRecord) })
export const deploymentSummary = z.object({
  total: z.int(),
  counts: z.record(z.enum(DEPLOYMENT_STATUSES), z.int()),
  offline: z.int().describe('how many of those that do not run wait for a node that is Offline'),
})

export const deploymentDescription = z.object({
  appDeploy: deploymentRecord,
  node: nodeRecord,
  rollback: z.object({
    version: z.string(),
    obstacle: z.enum(['', ...REFUSAL_CODES]).describe('why it cannot go back to that version; empty where it can'),
  }),
})
export const deployableNodeList = z.object({ ...counted, nodes: z.array(nodeRecord) })

/** What deploying a version would do on a node. */
const deployEffect = z.enum(['new', 'update', 'unchanged', 'refused'])
export type DeployEffect = z.infer<typeof deployEffect>

/** What keeps a version from starting on a node that takes it: it starts when that has changed. */
const deployObstacle = z.discriminatedUnion('code', [
  z.object({ code: z.literal('offline') }),
  z.object({ code: z.literal('cpu'), wanted: z.number(), free: z.number().describe('cores') }),
  z.object({ code: z.literal('memory'), wanted: z.number(), free: z.number().describe('bytes') }),
  z.object({ code: z.literal('port'), port: z.int(), appName: z.string().describe('which has it') }),
])
export type DeployObstacle = z.infer<typeof deployObstacle>

const deployTarget = z.object({
  nodeName: z.string(),
  nodeType: z.string(),
  arch: z.string(),
  status: z.enum(NODE_STATUSES),
  effect: deployEffect,
  presentVersion: z.string().describe('of the application, on the node; empty where it is not there'),
  code: z
    .enum(['', ...REFUSAL_CODES])
    .describe('why deployApplication would refuse the node; empty where it would not'),
  obstacles: z.array(deployObstacle),
  fits: z.boolean().describe('whether it can be put there and has room: all but what an offline node says is known'),
})
export type DeployTarget = z.infer<typeof deployTarget>

export const deployTargetList = z.object({
  total: z.int(),
  counts: z
    .object({ new: z.int(), update: z.int(), unchanged: z.int(), refused: z.int(), offline: z.int(), short: z.int() })
    .describe('over all that match; offline and short are among new and update'),
  targets: z.array(deployTarget),
})
