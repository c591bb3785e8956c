import { CHANGE_KINDS, type ChangeKind } from '@/lib/events/change'

export type { ChangeKind }

/** Of which there are no activities, nor a part of the overview. */
const BATCH = ['batch'] as const
const ALL_BUT_BATCH = CHANGE_KINDS.filter((kind) => kind !== 'batch')
const APPLICATIONS_AND_DEPLOYMENTS = ['application', 'deployment'] as const

const BY_OPERATION: Readonly<Record<string, readonly ChangeKind[]>> = {
  // Their records say how many deployments there are.
  'node/listNode': ['node', 'deployment'],
  'node/desNode': ['node', 'deployment'],
  'node/batch': BATCH,
  'node/batchnode': BATCH,
  'node/listBatch': BATCH,
  'node/describeBatch': BATCH,
  'node/listBatchNode': BATCH,
  'node/describeBatchNode': BATCH,
  'node/deleteBatch': BATCH,
  'node/deleteBatchNode': BATCH,
  'node/changeBatchNode': BATCH,
  'node/acceptHostKey': BATCH,
  // They change the state of the nodes too.
  'node/batchresult': ['batch', 'node'],
  'node/retryBatch': ['batch', 'node'],
  'node/cancelBatch': ['batch', 'node'],
  // Each answer holds a new link, which is good once: it changes when somebody asks, not while it is copied.
  'node/scripts': [],
  'application/listApplication': APPLICATIONS_AND_DEPLOYMENTS,
  'application/describeApplication': APPLICATIONS_AND_DEPLOYMENTS,
  'application/listApplicationVersion': APPLICATIONS_AND_DEPLOYMENTS,
  'application/describeApplicationVersion': APPLICATIONS_AND_DEPLOYMENTS,
  'application/previewManifest': ['image'],
  // How many application versions use each of them is part of the answer.
  'image/listImage': ['image', 'application'],
  'image/describeImage': ['image', 'application'],
  'image/listImageVersion': ['image', 'application'],
  'image/describeImageVersion': ['image', 'application'],
  'image/listImageUse': ['image', 'application', 'deployment'],
  'application/listCanDeployNode': ['node', 'deployment'],
  'application/listDeployTarget': ['node', 'deployment'],
  // Their records say how the node is.
  'application/listApplicationDeploy': ['deployment', 'node'],
  'application/listNodeDeploy': ['deployment', 'node'],
  'application/listDeploy': ['deployment', 'node'],
  'application/summarizeDeploy': ['deployment', 'node'],
  'application/describeDeploy': ['deployment', 'node', 'application'],
  'application/listDeployPod': ['deployment'],
  'application/listDeployUsage': ['deployment'],
  'application/listDeployEvent': ['deployment'],
  'application/describeDeployManifest': ['deployment'],
  'application/retryDeploy': ['deployment'],
  'application/rollbackDeploy': ['deployment'],
  'application/deployApplication': ['deployment'],
  'application/undeployApplication': ['deployment'],
  'overview/attention': ['node', 'deployment'],
  'overview/listProblem': ['node', 'deployment'],
  'overview/describePlatform': [],
}

const BY_MODULE: Readonly<Record<string, readonly ChangeKind[]>> = {
  node: ['node'],
  demo: ['node'],
  image: ['image'],
  application: ['application'],
  activity: ALL_BUT_BATCH,
  overview: ALL_BUT_BATCH,
}

/** The kinds of record that the answer of a query is made from, or that a change touches. */
export function kindsOf(path: string): readonly ChangeKind[] {
  return BY_OPERATION[path] ?? BY_MODULE[path.slice(0, path.indexOf('/'))] ?? []
}

const MARK = 'operation'

/** The SWR key of a query. */
export function operationKey<C>(path: string, content: C) {
  return [MARK, path, content] as const
}

/** Whether an SWR key is that of a query on one of these kinds; no kinds: of any query. */
export function dependsOn(key: unknown, kinds?: ReadonlySet<ChangeKind>): boolean {
  if (!Array.isArray(key) || key[0] !== MARK || typeof key[1] !== 'string') return false
  return kinds === undefined || kindsOf(key[1]).some((kind) => kinds.has(kind))
}

/** Whether an SWR key is that of this query, whatever its content. */
export function isQuery(key: unknown, path: string): boolean {
  return Array.isArray(key) && key[0] === MARK && key[1] === path
}
