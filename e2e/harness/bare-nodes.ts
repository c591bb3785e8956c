import type { KubeClient } from '@/lib/cluster/client'
import { NODES } from '@/lib/cluster/resources'
import { eachOf } from '@/lib/testing/each-of'
import { waitFor } from '@/lib/testing/wait'
import type { Portal } from './portal'

const KNOWN_MS = 180_000
const AT_ONCE = 8
/** So that the scheduler finds a place for each pod, and does not try again at each change of a node. */
const ROOM = { cpu: '4', memory: '8Gi', pods: '110' }

/**
 * Nodes that a console knows, as Node objects that no machine is behind; `isReady` says what they were when last heard
 * of. Returns the names of the Node objects, in the order of `names`.
 */
export async function createBareNodes(
  kube: KubeClient,
  portal: Portal,
  names: readonly string[],
  { isReady = false } = {},
): Promise<string[]> {
  const uniqueNames = new Map<string, string>()
  // The records first: a console that is busy with the nodes of others would keep them waiting.
  await eachOf(names, AT_ONCE, async (name) => {
    const { node } = await portal.ok('node/createNode', { name, nodeType: 'Generic' })
    uniqueNames.set(name, node.uniqueName)
  })
  await eachOf([...uniqueNames.values()], AT_ONCE, async (uniqueName) => {
    const labels = { 'node-role.kubernetes.io/edge': '', 'kubernetes.io/arch': 'amd64' }
    const now = new Date().toISOString()
    const ready = { type: 'Ready', status: 'True' as const, lastHeartbeatTime: now, lastTransitionTime: now }
    await kube.create(NODES, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: uniqueName, labels: { ...labels, 'kubernetes.io/hostname': uniqueName } },
      status: {
        nodeInfo: { architecture: 'amd64' },
        ...(isReady ? { capacity: ROOM, allocatable: ROOM, conditions: [ready] } : {}),
      },
    })
  })
  const known = async () => (await portal.ok('node/listNode', { pageNum: 1, pageSize: 1, arch: 'amd64' })).total
  const wanted = names.length
  await waitFor(async () => (await known()) >= wanted, { what: 'all nodes are known', timeoutMs: KNOWN_MS })
  return names.map((name) => uniqueNames.get(name) ?? '')
}
