import { createHash } from 'node:crypto'
import type { DeploymentObject, IntOrPercent, PodTemplate, ReplicaSetObject } from '@/lib/cluster/kinds'
import { deepEqual } from '../../store/serialize'

export const REVISION = 'deployment.kubernetes.io/revision'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
export const TEMPLATE_HASH = 'pod-template-hash'

function resolve(value: IntOrPercent, of: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number(value.replace('%', '')) / 100) * of)
}

/** How many pods a rolling update may add, and how many it may do without; never both 0. */
export function rollingBounds({ spec }: DeploymentObject): { maxSurge: number; maxUnavailable: number } {
  if (spec.strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 }
  const replicas = spec.replicas ?? 1
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {}
  const surge = resolve(maxSurge, replicas, Math.ceil)
  const unavailable = resolve(maxUnavailable, replicas, Math.floor)
  return { maxSurge: surge, maxUnavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, replicas) }
}

const HASH_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** The value of `pod-template-hash`; `collisions` gives another where the first name is taken. */
export function templateHash(template: PodTemplate, collisions: number): string {
  const digest = createHash('sha256').update(stableJson(template)).update(String(collisions)).digest()
  return Array.from(digest.subarray(0, 10), (byte) => HASH_ALPHABET[byte % HASH_ALPHABET.length]).join('')
}

function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, field]) => `${JSON.stringify(name)}:${stableJson(field)}`).join(',')}}`
}

/** Whether the ReplicaSet runs this template; its own carries the hash label besides. */
export function runsTemplate({ spec }: ReplicaSetObject, template: PodTemplate): boolean {
  const { [TEMPLATE_HASH]: hash, ...labels } = spec.template.metadata?.labels ?? {}
  const own = { ...spec.template, metadata: { ...spec.template.metadata, labels } }
  return (
    hash !== undefined &&
    deepEqual(own, { ...template, metadata: { ...template.metadata, labels: template.metadata?.labels ?? {} } })
  )
}

export function revisionOf({ metadata }: ReplicaSetObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0)
}

export function sum(
  replicaSets: ReplicaSetObject[],
  count: (replicaSet: ReplicaSetObject) => number | undefined,
): number {
  return replicaSets.reduce((total, replicaSet) => total + (count(replicaSet) ?? 0), 0)
}

export function replicasOf({ spec }: ReplicaSetObject): number {
  return spec.replicas ?? 0
}
