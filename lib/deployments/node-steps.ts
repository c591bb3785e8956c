import { findNodesByName, type NodeRow } from '@/lib/nodes/store'
import { refused, type AppError } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import type { NodeResult, RefusalCode } from './schema'
import * as store from './store'

/** Why nothing can be done on a node: for programs, and in words. */
export interface Refusal {
  code: RefusalCode
  text: string
}

/** What is to be done on one node, or why nothing can be. */
export type Step<T> = { plan: T } | { refusal: Refusal }

export interface NamedStep<T> {
  name: string
  step: Step<T>
}

export const REFUSAL = {
  notFound: { code: 'notFound', text: 'record not found' },
  nodeDeleting: { code: 'nodeDeleting', text: 'the node is being deleted' },
  notInstalled: { code: 'notInstalled', text: 'the node has not joined yet' },
  undeploying: { code: 'undeploying', text: 'the application is being taken off this node' },
  deleting: { code: 'undeploying', text: 'delete failed! status is deleting' },
  sameVersion: { code: 'sameVersion', text: 'this version is on the node already' },
  notOnNode: { code: 'notOnNode', text: 'this version is not on the node' },
  applicationNotOnNode: { code: 'notOnNode', text: 'the application is not on the node' },
  namedTwice: { code: 'namedTwice', text: 'the node is named twice' },
  noPreviousVersion: { code: 'noPreviousVersion', text: 'no other version was on the node before' },
  previousGone: { code: 'previousGone', text: 'the version that was on the node before was deleted' },
  previousNotPublished: {
    code: 'previousNotPublished',
    text: 'the version that was on the node before is not published',
  },
} as const satisfies Record<string, Refusal>

/** Why the node cannot run the version at all. */
export function unfitFor(version: { archType: string }, node: Pick<NodeRow, 'status' | 'arch'>): Refusal | undefined {
  if (node.status === 'Deleting') return REFUSAL.nodeDeleting
  if (node.arch === '') return REFUSAL.notInstalled
  if (version.archType.split(';').includes(node.arch)) return undefined
  return { code: 'arch', text: `the version does not run on ${node.arch}` }
}

/**
 * Why the version cannot be put on the node, where it cannot.
 * @param present the application's deployment that is there already
 */
export function refusalToDeploy(
  version: { id: number; archType: string },
  node: Pick<NodeRow, 'status' | 'arch'>,
  present: Pick<store.DeploymentRow, 'status' | 'applicationVersionId'> | undefined,
): Refusal | undefined {
  const unfit = unfitFor(version, node)
  if (unfit) return unfit
  if (present?.status === 'Deleting') return REFUSAL.undeploying
  return present?.applicationVersionId === version.id ? REFUSAL.sameVersion : undefined
}

/** The nodes named that there are, and the application's deployments on them, by name. */
export async function onNodes(call: Call, applicationId: number, nodeNames: string[]) {
  const rows = await findNodesByName(call.db, call.caller.tenant, nodeNames)
  const ids = rows.map((node) => node.id)
  const present = await store.findOnNodes(call.db, applicationId, ids)
  return {
    nodes: new Map(rows.map((node) => [node.name, node])),
    existing: new Map(present.map((deployment) => [deployment.nodeId, deployment])),
  }
}

/** A name given twice is done once, and the second time told so. */
export function forEachName<T>(nodeNames: string[], plan: (name: string) => Step<T>): NamedStep<T>[] {
  const seen = new Set<string>()
  return nodeNames.map((name) => {
    const step = seen.has(name) ? { refusal: REFUSAL.namedTwice } : plan(name)
    seen.add(name)
    return { name, step }
  })
}

export function plansOf<T>(steps: NamedStep<T>[]): T[] {
  return steps.flatMap(({ step }) => ('plan' in step ? [step.plan] : []))
}

/** OK where all went well; otherwise what became of each, which is an answer and takes nothing back. */
export function conclude<T>(
  steps: NamedStep<T>[],
  verb: 'deploy' | 'undeploy' | 'retry' | 'rollback',
): 'OK' | AppError {
  const failed = steps.filter(({ step }) => 'refusal' in step)
  if (failed.length === 0) return 'OK'
  const results = steps.map(({ name, step }): NodeResult => {
    if ('plan' in step) return { nodeName: name, ok: true, reason: '', code: '' }
    return { nodeName: name, ok: false, reason: step.refusal.text, code: step.refusal.code }
  })
  return refused(`${failed.length === steps.length ? 'all' : 'part'} of ${verb} fails`, { results })
}
