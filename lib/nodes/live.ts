import { askCluster } from '@/lib/cluster/ask-cluster'
import { listObjectEvents, type ObjectEvent } from '@/lib/cluster/events'
import type { NodeObject, PodObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { NODES, PODS } from '@/lib/cluster/resources'
import { readNodeUsage } from '@/lib/cluster/usage'
import type { Call } from '@/lib/protocol/operation'
import { describeState } from './node-state'
import { requireNode } from './service'
import type { NodeState } from './state-schema'

/** @throws AppError `record not found`, or 40000 where the cluster cannot be reached */
export async function listNodeEvents(call: Call, name: string): Promise<ObjectEvent[]> {
  const { uniqueName } = await requireNode(call, name)
  return askCluster(call.signal, 'the events of the node', (signal) =>
    listObjectEvents(call.app.cluster, { kind: 'Node', name: uniqueName }, signal),
  )
}

/**
 * Null where the cluster has no such node: no machine has joined, or it was deleted there.
 * @throws AppError `record not found`, or 40000 where the cluster cannot be reached
 */
export async function describeNodeState(call: Call, name: string): Promise<NodeState | null> {
  const { uniqueName } = await requireNode(call, name)
  return askCluster(call.signal, 'the state of the node', async (signal) => {
    const [node, pods] = await Promise.all([findNode(call, uniqueName, signal), podsOn(call, uniqueName, signal)])
    return node ? describeState(node, pods) : null
  })
}

/** @throws AppError `record not found`, or 40000 where the cluster cannot be reached */
export async function describeNodeUsage(call: Call, name: string) {
  const { uniqueName } = await requireNode(call, name)
  return askCluster(call.signal, 'what the node uses', (signal) => readNodeUsage(call.app.cluster, uniqueName, signal))
}

async function findNode(call: Call, name: string, signal: AbortSignal): Promise<NodeObject | undefined> {
  try {
    return await call.app.cluster.client.get(NODES, { name }, signal)
  } catch (error) {
    if (hasReason(error, 'NotFound')) return undefined
    throw error
  }
}

/** Undefined where the console may see the node and not the pods of other namespaces. */
async function podsOn(call: Call, nodeName: string, signal: AbortSignal): Promise<PodObject[] | undefined> {
  try {
    return await call.app.cluster.client.list(PODS, { fieldSelector: `spec.nodeName=${nodeName}` }, signal)
  } catch (error) {
    if (hasReason(error, 'Forbidden')) return undefined
    throw error
  }
}
