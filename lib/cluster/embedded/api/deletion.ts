import type { KubeObject } from '@/lib/cluster/kinds'
import { conflict, fieldNotSupported, forbidden, invalid } from './api-error'
import type { ResourceDefinition } from './resources'
import { timestamp } from './time'

export interface DeleteOptions {
  gracePeriodSeconds?: number
  propagationPolicy?: string
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: boolean
}

export const FOREGROUND = 'foregroundDeletion'
export const ORPHAN = 'orphan'

const POLICIES = ['Foreground', 'Background', 'Orphan']
const UNDELETABLE = ['default', 'kube-system', 'kube-public']

/** What a deletion does: `removes` at once, or leaves `object` with a deletionTimestamp. */
export function planDeletion<T extends KubeObject>(
  definition: ResourceDefinition,
  current: T,
  options: DeleteOptions,
): { removes: boolean; object: T } {
  checkPreconditions(definition, current, options)
  if (definition.resource === 'namespaces') return planNamespaceDeletion(definition, current)
  const finalizers = withPropagation(definition, current, options.propagationPolicy)
  const { metadata } = current
  const grace = gracePeriod(definition, current, options.gracePeriodSeconds)
  const removes = finalizers.length === 0 && grace === 0
  const keepsDeadline = metadata.deletionTimestamp && grace >= (metadata.deletionGracePeriodSeconds ?? 0)
  if (keepsDeadline && !removes)
    return {
      removes,
      object: { ...current, metadata: { ...metadata, finalizers: finalizers.length > 0 ? finalizers : undefined } },
    }
  const firstTime = !metadata.deletionTimestamp
  const object = {
    ...current,
    metadata: {
      ...metadata,
      finalizers: finalizers.length > 0 ? finalizers : undefined,
      deletionTimestamp: timestamp(Date.now() + grace * 1000),
      deletionGracePeriodSeconds: grace,
      generation: metadata.generation !== undefined && firstTime ? metadata.generation + 1 : metadata.generation,
    },
  }
  return { removes, object }
}

function checkPreconditions(
  definition: ResourceDefinition,
  { metadata }: KubeObject,
  { preconditions, propagationPolicy }: DeleteOptions,
): void {
  const name = metadata.name ?? ''
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
      fieldNotSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']),
    ])
  }
  const ref = { group: definition.group, resource: definition.kind }
  if (preconditions?.uid && preconditions.uid !== metadata.uid) {
    throw conflict(
      ref,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    )
  }
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      ref,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    )
  }
}

/** A namespace stays until its controller has emptied it and taken `kubernetes` out of its finalizers. */
function planNamespaceDeletion<T extends KubeObject>(
  definition: ResourceDefinition,
  current: T,
): { removes: boolean; object: T } {
  const name = current.metadata.name ?? ''
  if (UNDELETABLE.includes(name)) throw forbidden(definition, name, 'this namespace may not be deleted')
  if (current.metadata.deletionTimestamp) return { removes: false, object: current }
  const metadata = { ...current.metadata, deletionTimestamp: timestamp() }
  return { removes: false, object: { ...current, metadata, status: { phase: 'Terminating' } } }
}

function withPropagation(
  { strategy }: ResourceDefinition,
  { metadata }: KubeObject,
  policy: string | undefined,
): string[] {
  const finalizers = metadata.finalizers ?? []
  // a finalizer that is already there stands for an earlier say of the caller
  const inherited = finalizers.includes(FOREGROUND) ? 'Foreground' : finalizers.includes(ORPHAN) ? 'Orphan' : undefined
  const chosen = policy ?? inherited ?? strategy.defaultPropagation ?? 'Background'
  const others = finalizers.filter((finalizer) => finalizer !== FOREGROUND && finalizer !== ORPHAN)
  if (chosen === 'Foreground') return [...others, FOREGROUND]
  if (chosen === 'Orphan') return [...others, ORPHAN]
  return others
}

function gracePeriod<T extends KubeObject>(
  { strategy }: ResourceDefinition,
  current: T,
  asked: number | undefined,
): number {
  const own = strategy.gracePeriodSeconds?.(current)
  if (own === undefined || own === 0) return 0
  const { deletionTimestamp, deletionGracePeriodSeconds } = current.metadata
  if (asked !== undefined) return Math.max(0, asked)
  return deletionTimestamp ? (deletionGracePeriodSeconds ?? own) : own
}
