import { randomBytes } from 'node:crypto'
import { recordActivity } from '@/lib/activity/store'
import { requireVersion } from '@/lib/applications/service'
import type { VersionRow } from '@/lib/applications/store'
import { requireNode } from '@/lib/nodes/service'
import { findNodesByName, toNodeRecord, type NodeRow } from '@/lib/nodes/store'
import { refused, type AppError } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import type {
  ListApplicationDeployInput,
  ListCanDeployNodeInput,
  ListNodeDeployInput,
  NodeResult,
  OnNodesInput,
} from './schema'
import * as store from './store'

const hex32 = () => randomBytes(16).toString('hex')

/** What is to be done on one node, or why nothing can be. */
type Step = { node: NodeRow; existing: store.DeploymentRow | undefined } | { refusal: string }

/**
 * Puts a published version on nodes: a new deployment, or an update in place of another version's (PROTOCOL.md §8).
 * Where some nodes refuse, the others go on and the answer tells of each.
 */
export async function deploy(call: Call, input: OnNodesInput): Promise<'OK' | AppError> {
  const version = await requireVersion(call, input.appName, input.version)
  if (version.status !== 'Published') throw refused('deploy failed! status not published')
  const { nodes, existing } = await onNodes(call, version, input.nodeNames)
  const steps = forEachName(input.nodeNames, (name) => planDeploy(version, nodes.get(name), existing))

  const { tenant } = call.caller
  const { containerImagePath, appName, applicationId } = version
  const wanted = { applicationVersionId: version.id, version: version.version, containerImagePath }
  const fresh = steps.flatMap(({ step }) =>
    'node' in step && !step.existing
      ? [
          {
            ...tenant,
            ...wanted,
            applicationId,
            appName,
            nodeId: step.node.id,
            nodeName: step.node.name,
            uniqueName: step.node.uniqueName,
            status: 'Init',
            deployUUID: `deploy-${hex32()}`,
            containerUUID: `container-${hex32()}`,
          },
        ]
      : [],
  )
  const updated = steps.flatMap(({ step }) => ('node' in step && step.existing ? [step.existing.id] : []))
  const made = await store.createDeployments(call.db, fresh)
  await store.updateDeployments(call.db, updated, { ...wanted, status: 'UpdateInit', reason: '' })
  await recordSteps(call, version, steps)
  call.changed({ kind: 'deployment', ids: [...made, ...updated] })
  return conclude(steps, 'deploy')
}

function planDeploy(version: VersionRow, node: NodeRow | undefined, existing: Map<number, store.DeploymentRow>): Step {
  if (!node) return { refusal: 'record not found' }
  if (node.status === 'Deleting') return { refusal: 'the node is being deleted' }
  if (!version.archType.split(';').includes(node.arch)) {
    return { refusal: node.arch === '' ? 'the node has not joined yet' : `the version does not run on ${node.arch}` }
  }
  const present = existing.get(node.id)
  if (present?.status === 'Deleting') return { refusal: 'the application is being taken off this node' }
  if (present?.applicationVersionId === version.id) return { refusal: 'this version is on the node already' }
  return { node, existing: present }
}

/** Takes a version off nodes: `Deleting`; the reconciler deletes the workload and then the record. */
export async function undeploy(call: Call, input: OnNodesInput): Promise<'OK' | AppError> {
  const version = await requireVersion(call, input.appName, input.version)
  const { nodes, existing } = await onNodes(call, version, input.nodeNames)
  const steps = forEachName(input.nodeNames, (name): Step => {
    const node = nodes.get(name)
    if (!node) return { refusal: 'record not found' }
    const present = existing.get(node.id)
    if (present?.applicationVersionId !== version.id) return { refusal: 'this version is not on the node' }
    if (present.status === 'Deleting') return { refusal: 'delete failed! status is deleting' }
    return { node, existing: present }
  })
  const ids = steps.flatMap(({ step }) => ('node' in step && step.existing ? [step.existing.id] : []))
  await store.updateDeployments(call.db, ids, { status: 'Deleting', reason: '' })
  await recordSteps(call, version, steps, 'undeployed')
  call.changed({ kind: 'deployment', ids })
  return conclude(steps, 'undeploy')
}

/** Notes what was asked for on each node. */
function recordSteps(
  { db, caller }: Call,
  { appName, version }: VersionRow,
  steps: { step: Step }[],
  action?: 'undeployed',
): Promise<void> {
  const names = { appName, version, actor: caller.userName }
  const entries = steps.flatMap(({ step }) => {
    if ('refusal' in step) return []
    const done = action ?? (step.existing ? ('updated' as const) : ('deployed' as const))
    return [{ kind: 'deployment' as const, action: done, nodeName: step.node.name, ...names }]
  })
  return recordActivity(db, caller.tenant, entries)
}

async function onNodes(call: Call, version: VersionRow, nodeNames: string[]) {
  const rows = await findNodesByName(call.db, call.caller.tenant, nodeNames)
  const ids = rows.map((node) => node.id)
  const present = await store.findOnNodes(call.db, version.applicationId, ids)
  return {
    nodes: new Map(rows.map((node) => [node.name, node])),
    existing: new Map(present.map((deployment) => [deployment.nodeId, deployment])),
  }
}

/** A name given twice is done once, and the second time told so. */
function forEachName(nodeNames: string[], plan: (name: string) => Step): { name: string; step: Step }[] {
  const seen = new Set<string>()
  return nodeNames.map((name) => {
    const step: Step = seen.has(name) ? { refusal: 'the node is named twice' } : plan(name)
    seen.add(name)
    return { name, step }
  })
}

function conclude(steps: { name: string; step: Step }[], verb: 'deploy' | 'undeploy'): 'OK' | AppError {
  const failed = steps.filter(({ step }) => 'refusal' in step)
  if (failed.length === 0) return 'OK'
  const results = steps.map(({ name, step }): NodeResult => {
    const reason = 'refusal' in step ? step.refusal : ''
    return { nodeName: name, ok: reason === '', reason }
  })
  return refused(`${failed.length === steps.length ? 'all' : 'part'} of ${verb} fails`, { results })
}

export async function listApplicationDeploy(call: Call, input: ListApplicationDeployInput) {
  const version = await requireVersion(call, input.appName, input.version)
  return listed(await store.listDeployments(call.db, call.app.db.provider, { applicationVersionId: version.id }, input))
}

export async function listNodeDeploy(call: Call, input: ListNodeDeployInput) {
  const node = await requireNode(call, input.name)
  return listed(await store.listDeployments(call.db, call.app.db.provider, { nodeId: node.id }, input))
}

function listed({ total, items }: { total: number; items: store.DeploymentRow[] }) {
  return { Total: total, total, appDeploys: items.map(store.toDeploymentRecord) }
}

export async function listCanDeployNode(call: Call, input: ListCanDeployNodeInput) {
  const version = await requireVersion(call, input.appName, input.targetVersion)
  const { tenant } = call.caller
  const { total, items } = await store.listDeployableNodes(call.db, call.app.db.provider, tenant, version, input)
  return { Total: total, total, nodes: items.map(toNodeRecord) }
}
