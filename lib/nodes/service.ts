import { recordActivity } from '@/lib/activity/store'
import { notFound, refused } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import type { Call } from '@/lib/protocol/operation'
import { installScript } from './install-script'
import { joinCommand } from './join-command'
import { readJoinToken } from './join-token'
import { markingLabels } from './marks'
import { newUniqueName, requireArch, requireNodeType } from './new-node'
import { ARCH_TYPES, NODE_TYPES, type ListNodeInput, type NodeRecord } from './schema'
import * as store from './store'

export async function createNode(
  call: Call,
  { name, nodeType }: { name: string; nodeType: string },
): Promise<NodeRecord> {
  const { tenant, userName: actor } = call.caller
  requireNodeType(nodeType)
  if (await store.findNode(call.db, tenant, name)) throw failure('nodeExists', { name })
  const made = { ...tenant, name, nodeType, uniqueName: newUniqueName(), status: 'NotInstalled' } as const
  const node = await store.createNode(call.db, made)
  await recordActivity(call.db, tenant, [{ kind: 'node', action: 'registered', nodeName: name, actor }])
  call.changed({ kind: 'node', ids: [node.id] })
  return store.toNodeRecord(node, 0)
}

export async function listNodes(call: Call, input: ListNodeInput): Promise<{ total: number; nodes: NodeRecord[] }> {
  const { total, items } = await store.listNodes(call.db, call.app.db.provider, call.caller.tenant, input)
  return { total, nodes: await store.toNodeRecords(call.db, items) }
}

export async function describeNode(call: Call, name: string): Promise<NodeRecord> {
  const node = await requireNode(call, name)
  return store.toNodeRecord(node, await store.countDeployments(call.db, node.id))
}

/** @throws AppError `record not found` */
export async function requireNode(call: Call, name: string): Promise<store.NodeRow> {
  const node = await store.findNode(call.db, call.caller.tenant, name)
  if (!node) throw notFound()
  return node
}

/** Marks the node; the reconciler deletes the Kubernetes Node and then the record. */
export async function deleteNode(call: Call, name: string): Promise<void> {
  const node = await requireNode(call, name)
  if (node.status === 'Deleting') throw refused('delete failed! status is deleting')
  if ((await store.countDeployments(call.db, node.id)) > 0) throw refused('application deploy exist')
  await store.setNodeStatus(call.db, node.id, 'Deleting')
  const { tenant, userName: actor } = call.caller
  await recordActivity(call.db, tenant, [{ kind: 'node', action: 'deleted', nodeName: name, actor }])
  call.changed({ kind: 'node', ids: [node.id] })
}

/** The script that joins this node to KubeEdge (PROTOCOL.md §9), and one line that fetches and runs it. */
export async function nodeScript(call: Call, { name, arch: given }: { name: string; arch: string }) {
  const arch = requireArch(given)
  const node = await requireNode(call, name)
  const token = await readJoinToken(call.app.cluster.client, call.signal)
  const { uniqueName } = node
  const script = await installScript(call.app, { uniqueName, arch, token, labels: markingLabels(node) })
  return { script, ...(await joinCommand(call.app, { nodeId: node.id, arch, script })) }
}

export const nodeTypes = (): string[] => [...NODE_TYPES]
export const archTypes = (): string[] => [...ARCH_TYPES]
