import { activityOperations } from '@/lib/activity/operations'
import { applicationOperations } from '@/lib/applications/operations'
import { batchOperations } from '@/lib/batch/operations'
import { demoOperations } from '@/lib/demo/operations'
import { deploymentOperations } from '@/lib/deployments/operations'
import { imageOperations } from '@/lib/images/operations'
import { nodeOperations } from '@/lib/nodes/operations'
import { overviewOperations } from '@/lib/overview/operations'
import { searchOperations } from '@/lib/search/operations'
import { workloadOperations } from '@/lib/workloads/operations'

/** Every operation of `/apulisEdge/api`. Dispatch, OpenAPI and the pages' typed client come from it. */
export const operations = [
  ...nodeOperations,
  ...batchOperations,
  ...imageOperations,
  ...applicationOperations,
  ...deploymentOperations,
  ...activityOperations,
  ...overviewOperations,
  ...searchOperations,
  ...workloadOperations,
] as const

/** Served besides while the cluster is the embedded one. */
export const embeddedOperations = demoOperations
