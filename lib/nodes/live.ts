import { askCluster } from '@/lib/cluster/ask-cluster'
import { listObjectEvents, type ObjectEvent } from '@/lib/cluster/events'
import type { Call } from '@/lib/protocol/operation'
import { requireNode } from './service'

/** @throws AppError `record not found`, or 40000 where the cluster cannot be reached */
export async function listNodeEvents(call: Call, name: string): Promise<ObjectEvent[]> {
  const { uniqueName } = await requireNode(call, name)
  return askCluster(call.signal, 'the events of the node', (signal) =>
    listObjectEvents(call.app.cluster, { kind: 'Node', name: uniqueName }, signal),
  )
}
