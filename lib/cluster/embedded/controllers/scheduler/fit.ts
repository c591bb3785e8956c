import type { NodeObject, PodObject, PodSpec, StringMap, Taint, Toleration } from '@/lib/cluster/kinds'
import { parseQuantity } from '@/lib/cluster/quantity'

const RESOURCES = ['cpu', 'memory'] as const
const DEFAULT_PODS = 110

export function tolerates(tolerations: Toleration[], taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator, value, effect }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  )
}

function requestsOf({ containers }: PodSpec): { cpu: number; memory: number } {
  const total = (name: 'cpu' | 'memory'): number =>
    containers.reduce((sum, { resources }) => sum + parseQuantity(resources?.requests?.[name]), 0)
  return { cpu: total('cpu'), memory: total('memory') }
}

function hostPorts({ containers, hostNetwork }: PodSpec): string[] {
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol = 'TCP' }) => {
      const port = hostPort ?? (hostNetwork ? containerPort : undefined)
      return port ? [`${protocol}/${port}`] : []
    }),
  )
}

function matchesNodeSelector(selector: StringMap | undefined, node: NodeObject): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => node.metadata.labels?.[key] === value)
}

/** Why a pod cannot go to a node; `preemptible` where only other pods are in its way. */
export interface Unfit {
  reasons: string[]
  preemptible: boolean
}

const blocked = (reason: string): Unfit => ({ reasons: [reason], preemptible: false })

/**
 * The filters of the scheduler, in its order, in its words; undefined: the pod fits.
 * @param running what is on the node already, without finished pods
 */
export function whyUnfit({ spec }: PodObject, node: NodeObject, running: PodObject[]): Unfit | undefined {
  const tolerations = spec.tolerations ?? []
  if (
    node.spec?.unschedulable &&
    !tolerates(tolerations, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })
  ) {
    return blocked('node(s) were unschedulable')
  }
  const taint = (node.spec?.taints ?? []).find(
    (item) => item.effect !== 'PreferNoSchedule' && !tolerates(tolerations, item),
  )
  if (taint) return blocked(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
  if (!matchesNodeSelector(spec.nodeSelector, node)) return blocked("node(s) didn't match Pod's node affinity/selector")
  const taken = new Set(running.flatMap((pod) => hostPorts(pod.spec)))
  if (hostPorts(spec).some((port) => taken.has(port))) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], preemptible: true }
  }
  const reasons = lackingResources(spec, node, running)
  return reasons.length > 0 ? { reasons, preemptible: true } : undefined
}

function lackingResources(spec: PodSpec, { status }: NodeObject, running: PodObject[]): string[] {
  const allocatable = status?.allocatable ?? {}
  const reasons: string[] = []
  if (running.length + 1 > parseQuantity(allocatable.pods ?? String(DEFAULT_PODS))) reasons.push('Too many pods')
  const wanted = requestsOf(spec)
  const used = running.map((pod) => requestsOf(pod.spec))
  for (const name of RESOURCES) {
    const sum = used.reduce((total, requests) => total + requests[name], 0)
    if (wanted[name] > 0 && sum + wanted[name] > parseQuantity(allocatable[name])) reasons.push(`Insufficient ${name}`)
  }
  return reasons
}

/** The message of an unschedulable pod: how many nodes there are, and what is wrong with how many of them. */
export function unschedulableMessage(total: number, unfits: Unfit[]): string {
  if (total === 0) return 'no nodes available to schedule pods'
  const counts = new Map<string, number>()
  for (const { reasons } of unfits) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const why = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  const helpless = unfits.filter(({ preemptible }) => !preemptible).length
  const preemption = [
    ...(unfits.length > helpless ? [`${unfits.length - helpless} No preemption victims found for incoming pod`] : []),
    ...(helpless > 0 ? [`${helpless} Preemption is not helpful for scheduling`] : []),
  ]
  return `0/${total} nodes are available: ${why.join(', ')}. preemption: 0/${total} nodes are available: ${preemption.join(', ')}.`
}
