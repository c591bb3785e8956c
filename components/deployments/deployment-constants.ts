import { ARCH_TYPES } from '@/components/nodes/arch-types'
import { NODE_STATUSES, NODE_TYPES } from '@/components/nodes/node-constants'
import type { ListSpec } from '@/lib/client/list-query'
import type { DeploymentStatus } from '@/lib/deployments/schema'

// Repeated here so that the validator behind the schema stays out of the browser's bundle; the types keep them equal.
export const DEPLOYMENT_STATUSES = [
  'Running',
  'Abnormal',
  'Deploying',
  'Init',
  'UpdateInit',
  'Completed',
  'Deleting',
] as const satisfies readonly DeploymentStatus[]

/** The most nodes that one change may name. */
export const MAX_NODES = 1000

/** Over all applications. */
export const allDeploymentsSpec = {
  sortable: ['appName', 'nodeName', 'version', 'status', 'statusAt'],
  filters: { status: DEPLOYMENT_STATUSES },
} as const satisfies ListSpec

/** The one value of a filter that is on or off. */
export const FIT_CHOICES = ['yes'] as const

export const targetListSpec = {
  sortable: ['name', 'status', 'arch', 'nodeType'],
  filters: { fit: FIT_CHOICES, status: NODE_STATUSES, arch: ARCH_TYPES, nodeType: NODE_TYPES },
} as const satisfies ListSpec
