import { z } from 'zod'
import { EmbeddedClusterError } from '@/lib/cluster/embedded/embedded-cluster'
import { readJoinToken } from '@/lib/nodes/join-token'
import { requireArch } from '@/lib/nodes/new-node'
import { ARCH_TYPES } from '@/lib/nodes/schema'
import { requireNode } from '@/lib/nodes/service'
import { failure, type Reason } from '@/lib/protocol/reasons'
import { operation, type Call } from '@/lib/protocol/operation'
import { recordName } from '@/lib/protocol/validation'

const byName = z.object({ name: recordName })
const ok = z.literal('OK')

/**
 * Virtual machines for trying the console out; there only while the cluster is the embedded one. They wait for that
 * cluster, which lives in this process, where other changes wait for nothing but the database.
 */
export const demoOperations = [
  operation({
    path: 'demo/joinVirtualNode',
    summary: 'Run the install script of a node on a virtual machine',
    kind: 'change',
    role: 'operator',
    input: byName.extend({ arch: z.string().min(1).max(64).optional() }),
    output: ok,
    handle: async (call, { name, arch: given = ARCH_TYPES[0] }) => {
      const arch = requireArch(given)
      const node = await requireNode(call, name)
      if (node.status === 'Deleting') throw failure('nodeDeleting', {})
      const token = await readJoinToken(call.app.cluster.client, call.signal)
      return onCluster(call, name, (cluster) => cluster.joinNode({ name: node.uniqueName, arch, token }))
    },
  }),
  operation({
    path: 'demo/stopVirtualNode',
    summary: 'Cut the power of a virtual machine: the cluster finds out by itself',
    kind: 'change',
    role: 'operator',
    input: byName,
    output: ok,
    handle: async (call, { name }) => {
      const { uniqueName } = await requireNode(call, name)
      return onCluster(call, name, (cluster) => cluster.stopNode(uniqueName))
    },
  }),
  operation({
    path: 'demo/startVirtualNode',
    summary: 'Switch a virtual machine on again',
    kind: 'change',
    role: 'operator',
    input: byName,
    output: ok,
    handle: async (call, { name }) => {
      const { uniqueName } = await requireNode(call, name)
      return onCluster(call, name, (cluster) => cluster.startNode(uniqueName))
    },
  }),
] as const

type Embedded = NonNullable<Call['app']['cluster']['embedded']>

const REASON = {
  TokenRefused: 'embeddedToken',
  NodeNotFound: 'noVirtualNode',
  NodeExists: 'notVirtual',
  InvalidNode: 'invalidNode',
  StartFailed: 'embeddedStopped',
  Stopped: 'embeddedStopped',
} as const satisfies Record<EmbeddedClusterError['code'], Reason>

async function onCluster(call: Call, name: string, work: (cluster: Embedded) => Promise<void>): Promise<'OK'> {
  const { embedded } = call.app.cluster
  if (!embedded) throw failure('notEmbedded', {})
  try {
    await work(embedded)
  } catch (error) {
    if (!(error instanceof EmbeddedClusterError)) throw error
    throw failure(REASON[error.code], { name, why: error.message }, { cause: error })
  }
  return 'OK'
}
