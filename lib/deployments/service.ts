import { randomBytes } from 'node:crypto'
import { recordActivity } from '@/lib/activity/store'
import { requireApplication, requireVersion } from '@/lib/applications/service'
import { findVersionsByName, type VersionRow } from '@/lib/applications/store'
import type { NodeRow } from '@/lib/nodes/store'
import { refused, type AppError } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import {
  conclude,
  forEachName,
  onNodes,
  plansOf,
  REFUSAL,
  refusalToDeploy,
  unfitFor,
  type Refusal,
  type Step,
} from './node-steps'
import type { OnNodesInput, RollbackInput } from './schema'
import * as store from './store'

const hex32 = () => randomBytes(16).toString('hex')

interface DeployPlan {
  node: NodeRow
  existing: store.DeploymentRow | undefined
}

/**
 * Puts a published version on nodes: a new deployment, or an update in place of another version's (PROTOCOL.md §8).
 * Where some nodes refuse, the others go on and the answer tells of each.
 */
export async function deploy(call: Call, input: OnNodesInput): Promise<'OK' | AppError> {
  const version = await requireVersion(call, input.appName, input.version)
  if (version.status !== 'Published') throw refused('deploy failed! status not published')
  const { nodes, existing } = await onNodes(call, version.applicationId, input.nodeNames)
  const steps = forEachName(input.nodeNames, (name) => planDeploy(version, nodes.get(name), existing))
  const plans = plansOf(steps)
  const made = await store.createDeployments(
    call.db,
    plans.flatMap(({ node, existing: present }) => (present ? [] : [newDeployment(call, version, node)])),
  )
  const updated = plans.flatMap(({ existing: present }) => (present ? [present] : []))
  await store.changeVersion(call.db, updated, version)
  await recordDeploys(call, version, plans)
  call.changed({ kind: 'deployment', ids: [...made, ...updated.map(({ id }) => id)] })
  return conclude(steps, 'deploy')
}

/** Notes what was asked for on each node, as `record` does for what is there. */
function recordDeploys(call: Call, { appName, version }: VersionRow, plans: DeployPlan[]): Promise<void> {
  const names = { kind: 'deployment', appName, version, actor: call.caller.userName } as const
  const entries = plans.map(({ node, existing }) => {
    const action = existing ? ('updated' as const) : ('deployed' as const)
    return { ...names, action, nodeName: node.name }
  })
  return recordActivity(call.db, call.caller.tenant, entries)
}

function record(
  { db, caller }: Call,
  rows: Pick<store.DeploymentRow, 'nodeName' | 'appName' | 'version'>[],
  action: 'undeployed' | 'restarted' | 'rolledBack',
): Promise<void> {
  const by = { kind: 'deployment', action, actor: caller.userName } as const
  const entries = rows.map(({ nodeName, appName, version }) => ({ ...by, nodeName, appName, version }))
  return recordActivity(db, caller.tenant, entries)
}

function newDeployment(call: Call, version: VersionRow, node: NodeRow) {
  return {
    ...call.caller.tenant,
    ...store.versionFields(version),
    applicationId: version.applicationId,
    appName: version.appName,
    nodeId: node.id,
    nodeName: node.name,
    uniqueName: node.uniqueName,
    status: 'Init',
    deployUUID: `deploy-${hex32()}`,
    containerUUID: `container-${hex32()}`,
  }
}

function planDeploy(
  version: VersionRow,
  node: NodeRow | undefined,
  existing: Map<number, store.DeploymentRow>,
): Step<DeployPlan> {
  if (!node) return { refusal: REFUSAL.notFound }
  const present = existing.get(node.id)
  const refusal = refusalToDeploy(version, node, present)
  return refusal ? { refusal } : { plan: { node, existing: present } }
}

/** Takes a version off nodes: `Deleting`; the reconciler deletes the workload and then the record. */
export async function undeploy(call: Call, input: OnNodesInput): Promise<'OK' | AppError> {
  const steps = await presentSteps(call, input, REFUSAL.deleting)
  const ids = plansOf(steps).map(({ id }) => id)
  await store.updateDeployments(call.db, ids, { status: 'Deleting', reason: '' })
  await record(call, plansOf(steps), 'undeployed')
  call.changed({ kind: 'deployment', ids })
  return conclude(steps, 'undeploy')
}

/**
 * Starts a version's deployments anew: the pod template gets another `restartedAt`, as `kubectl rollout restart` does,
 * and the reconciler rolls it out; a Job is made again.
 */
export async function retry(call: Call, input: OnNodesInput): Promise<'OK' | AppError> {
  const steps = await presentSteps(call, input, REFUSAL.undeploying)
  const ids = plansOf(steps).map(({ id }) => id)
  await store.updateDeployments(call.db, ids, { status: 'UpdateInit', reason: '', restartedAt: new Date() })
  await record(call, plansOf(steps), 'restarted')
  call.changed({ kind: 'deployment', ids })
  return conclude(steps, 'retry')
}

/** The version's deployment on each node named, unless it is on its way out. */
async function presentSteps(call: Call, input: OnNodesInput, whenLeaving: Refusal) {
  const version = await requireVersion(call, input.appName, input.version)
  const { nodes, existing } = await onNodes(call, version.applicationId, input.nodeNames)
  return forEachName(input.nodeNames, (name): Step<store.DeploymentRow> => {
    const node = nodes.get(name)
    if (!node) return { refusal: REFUSAL.notFound }
    const present = existing.get(node.id)
    if (present?.applicationVersionId !== version.id) return { refusal: REFUSAL.notOnNode }
    return present.status === 'Deleting' ? { refusal: whenLeaving } : { plan: present }
  })
}

interface RollbackPlan {
  present: store.DeploymentRow
  version: VersionRow
}

/** Back to the version that each node's deployment had before, where that is still published. */
export async function rollback(call: Call, { appName, nodeNames }: RollbackInput): Promise<'OK' | AppError> {
  const app = await requireApplication(call, appName)
  const { nodes, existing } = await onNodes(call, app.id, nodeNames)
  const names = new Set([...existing.values()].map(({ previousVersion }) => previousVersion))
  const rows = await findVersionsByName(call.db, app.id, [...names])
  const versions = new Map(rows.map((version) => [version.version, version]))
  const steps = forEachName(nodeNames, (name): Step<RollbackPlan> => {
    const node = nodes.get(name)
    if (!node) return { refusal: REFUSAL.notFound }
    const present = existing.get(node.id)
    if (!present) return { refusal: REFUSAL.applicationNotOnNode }
    return planRollback(present, node, versions.get(present.previousVersion))
  })
  const plans = plansOf(steps)
  for (const version of rows) {
    const back = plans.filter((plan) => plan.version.id === version.id)
    await store.changeVersion(
      call.db,
      back.map(({ present }) => present),
      version,
    )
  }
  await record(
    call,
    plans.map(({ present, version }) => ({ ...present, version: version.version })),
    'rolledBack',
  )
  call.changed({ kind: 'deployment', ids: plans.map(({ present }) => present.id) })
  return conclude(steps, 'rollback')
}

/** @param version the one that it had before, where that is still there */
export function planRollback(
  present: store.DeploymentRow,
  node: NodeRow,
  version: VersionRow | undefined,
): Step<RollbackPlan> {
  if (present.status === 'Deleting') return { refusal: REFUSAL.undeploying }
  if (present.previousVersion === '') return { refusal: REFUSAL.noPreviousVersion }
  if (!version) return { refusal: REFUSAL.previousGone }
  if (version.status !== 'Published') return { refusal: REFUSAL.previousNotPublished }
  const unfit = unfitFor(version, node)
  return unfit ? { refusal: unfit } : { plan: { present, version } }
}
