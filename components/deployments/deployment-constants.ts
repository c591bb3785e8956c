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

export const deploymentListSpec = {
  sortable: ['nodeName', 'status', 'createAt', 'updateAt'],
  filters: { status: DEPLOYMENT_STATUSES },
} as const satisfies ListSpec

/** Over all applications. */
export const allDeploymentsSpec = {
  sortable: ['appName', 'nodeName', 'version', 'status', 'statusAt'],
  filters: { status: DEPLOYMENT_STATUSES },
} as const satisfies ListSpec

export const deployableListSpec = {
  sortable: ['name', 'arch', 'nodeType'],
  filters: {},
} as const satisfies ListSpec
