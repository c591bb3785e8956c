import { requireVersion } from '@/lib/applications/service'
import { findVersion } from '@/lib/applications/store'
import { requireNode } from '@/lib/nodes/service'
import { countDeployments, findNode, toNodeRecord, toNodeRecords } from '@/lib/nodes/store'
import { notFound } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import {
  DEPLOYMENT_STATUSES,
  type DeploymentInput,
  type ListApplicationDeployInput,
  type ListCanDeployNodeInput,
  type ListDeployInput,
  type ListNodeDeployInput,
  type SummarizeDeployInput,
} from './schema'
import { planRollback } from './service'
import * as store from './store'

export async function listApplicationDeploy(call: Call, input: ListApplicationDeployInput) {
  const version = await requireVersion(call, input.appName, input.version)
  return listed(
    await store.listDeployments(call.db, call.app.db.provider, { applicationVersionId: version.id }, ['nodeName'], {
      ...input,
      appName: undefined,
      version: undefined,
    }),
  )
}

export async function listNodeDeploy(call: Call, input: ListNodeDeployInput) {
  const node = await requireNode(call, input.name)
  return listed(await store.listDeployments(call.db, call.app.db.provider, { nodeId: node.id }, ['appName'], input))
}

/** All of the tenant's; a filter that names no record finds none. */
export async function listDeploy(call: Call, input: ListDeployInput) {
  const { tenant } = call.caller
  return listed(await store.listDeployments(call.db, call.app.db.provider, tenant, ['nodeName', 'appName'], input))
}

function listed({ total, items }: { total: number; items: store.RowOnNode[] }) {
  return { Total: total, total, appDeploys: items.map(store.toDeploymentRecord) }
}

/** How many deployments are in each state; all states are named. */
export async function summarizeDeploy(call: Call, input: SummarizeDeployInput) {
  const found = await store.countByStatus(call.db, call.caller.tenant, input)
  const offline = await store.countWaiting(call.db, call.caller.tenant, input)
  const counts = { ...zeroCounts(), ...found }
  return { total: Object.values(counts).reduce((sum, count) => sum + count, 0), counts, offline }
}

function zeroCounts() {
  const zeros = DEPLOYMENT_STATUSES.map((status) => [status, 0] as const)
  // One for each of the states, which is what the type says.
  return Object.fromEntries(zeros) as Record<(typeof DEPLOYMENT_STATUSES)[number], number>
}

/** @throws AppError `record not found` */
export async function requireDeployment(call: Pick<Call, 'db' | 'caller'>, { appName, nodeName }: DeploymentInput) {
  const node = await findNode(call.db, call.caller.tenant, nodeName)
  const row = node && (await store.findOnNode(call.db, node.id, appName))
  if (!row) throw notFound()
  return { row, node }
}

export async function describeDeploy(call: Call, input: DeploymentInput) {
  const { row, node } = await requireDeployment(call, input)
  const { appName, previousVersion } = row
  const previous =
    previousVersion === '' ? null : await findVersion(call.db, call.caller.tenant, appName, previousVersion)
  const step = planRollback(row, node, previous ?? undefined)
  return {
    appDeploy: store.toDeploymentRecord({ ...row, node }),
    node: toNodeRecord(node, await countDeployments(call.db, node.id)),
    rollback: { version: previousVersion, obstacle: 'refusal' in step ? step.refusal.code : ('' as const) },
  }
}

export async function listCanDeployNode(call: Call, input: ListCanDeployNodeInput) {
  const version = await requireVersion(call, input.appName, input.targetVersion)
  const { tenant } = call.caller
  const { total, items } = await store.listDeployableNodes(call.db, call.app.db.provider, tenant, version, input)
  return { Total: total, total, nodes: await toNodeRecords(call.db, items) }
}
