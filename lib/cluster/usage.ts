import { z } from 'zod'
import type { Cluster } from './cluster'
import { KubeError } from './kube-error'
import type { NodeMetricsObject, PodMetricsObject, ResourceAmounts } from './metrics-kinds'
import { parseQuantity } from './quantity'
import { NODE_METRICS, POD_METRICS } from './resources'
import { isoTime } from './time'

const amounts = { cpu: z.number().describe('cores'), memory: z.number().describe('bytes') }
const measured = {
  at: z.iso.datetime().nullable().describe('when the time that was measured over ended'),
  windowSeconds: z.number().describe('over how long it was measured'),
}

export const nodeUsage = z.object({ ...amounts, ...measured })
type NodeUsage = z.infer<typeof nodeUsage>

export const podUsage = z.object({
  podName: z.string(),
  ...amounts,
  ...measured,
  containers: z.array(z.object({ name: z.string(), ...amounts })),
})
export type PodUsage = z.infer<typeof podUsage>

/** Why nothing is known of what is used; "" where it is. */
export const usageObstacle = z
  .enum(['', 'noApi', 'noRight', 'apiDown', 'notMeasured'])
  .describe('why it is not known: no such API, no right, the API does not answer, or nothing has been measured')
export type UsageObstacle = z.infer<typeof usageObstacle>

/** What a metrics-server measured of a node. @throws KubeError where the cluster cannot be reached */
export async function readNodeUsage(
  cluster: Pick<Cluster, 'client' | 'survey'>,
  name: string,
  signal: AbortSignal,
): Promise<{ usage: NodeUsage | null; obstacle: UsageObstacle }> {
  const { found, obstacle } = await ask(cluster, () => cluster.client.get(NODE_METRICS, { name }, signal))
  return { usage: found ? { ...toAmounts(found.usage), ...whenMeasured(found) } : null, obstacle }
}

/** What a metrics-server measured of pods, at most `limit`. @throws KubeError where the cluster cannot be reached */
export async function readPodUsage(
  cluster: Pick<Cluster, 'client' | 'survey' | 'namespace'>,
  labelSelector: string,
  limit: number,
  signal: AbortSignal,
): Promise<{ pods: PodUsage[]; obstacle: UsageObstacle }> {
  const selection = { namespace: cluster.namespace, labelSelector }
  const { found, obstacle } = await ask(cluster, () => cluster.client.listSome(POD_METRICS, selection, limit, signal))
  const pods = (found ?? []).map(toPodUsage)
  return { pods, obstacle: found?.length === 0 ? 'notMeasured' : obstacle }
}

async function ask<T>(
  { survey }: Pick<Cluster, 'survey'>,
  asking: () => Promise<T>,
): Promise<{ found?: T; obstacle: UsageObstacle }> {
  if (!survey.feature('usage').available) return { obstacle: 'noApi' }
  try {
    return { found: await asking(), obstacle: '' }
  } catch (error) {
    const obstacle = obstacleOf(error)
    if (obstacle === undefined) throw error
    return { obstacle }
  }
}

/** A metrics-server is another server behind the API server, which may be gone while the API server is not. */
function obstacleOf(error: unknown): UsageObstacle | undefined {
  if (!(error instanceof KubeError)) return undefined
  if (error.reason === 'Forbidden') return 'noRight'
  // Of a group that is not served the answer is no `Status`.
  if (error.status === 404) return error.reason === 'NotFound' ? 'notMeasured' : 'noApi'
  return error.status >= 500 ? 'apiDown' : undefined
}

function toPodUsage(pod: PodMetricsObject): PodUsage {
  const containers = pod.containers.map(({ name, usage }) => ({ name, ...toAmounts(usage) }))
  const sum = (name: 'cpu' | 'memory') => containers.reduce((total, container) => total + container[name], 0)
  const podName = pod.metadata.name ?? ''
  return { podName, cpu: sum('cpu'), memory: sum('memory'), ...whenMeasured(pod), containers }
}

function toAmounts(usage: ResourceAmounts = {}) {
  return { cpu: parseQuantity(usage.cpu), memory: parseQuantity(usage.memory) }
}

function whenMeasured({ timestamp, window = '' }: NodeMetricsObject | PodMetricsObject) {
  return { at: isoTime(timestamp), windowSeconds: readDuration(window) }
}

const SECONDS = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 } as const
type DurationUnit = keyof typeof SECONDS

/** Seconds of a duration as Go writes it: `10.062s`, `1m30s`; 0 for what is none. */
export function readDuration(text: string): number {
  if (!/^(\d+(\.\d+)?(h|ms|m|us|µs|ns|s))+$/.test(text)) return 0
  const parts = text.matchAll(/([\d.]+)([a-zµ]+)/g)
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit as DurationUnit], 0)
}
