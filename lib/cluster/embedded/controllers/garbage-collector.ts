import type { KubeObject } from '@/lib/cluster/kinds'
import { FOREGROUND, ORPHAN } from '../api/deletion'
import type { Change } from '../store/change-log'
import { keyOf, RESOURCE_NAMES, type KindMap, type ResourceName } from '../store/kind-map'
import type { Controller, ControllerContext } from './context'
import { WorkQueue } from './work-queue'

/** Kinds that own or are owned; others are only looked at where they carry owner references. */
const WITHOUT_OWNERS: readonly ResourceName[] = ['events', 'leases']

/**
 * Deletes what has lost all its owners, waits with a foreground deletion until the dependents are gone, and releases the
 * dependents of an orphaning one.
 */
export class GarbageCollector implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]
  /** every object that can be an owner, by uid */
  private readonly owners = new Map<string, { resource: ResourceName; key: string }>()

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('garbage-collector', (item) => this.reconcile(item), context.log)
    const resources = RESOURCE_NAMES.filter((resource) => !WITHOUT_OWNERS.includes(resource))
    for (const resource of resources) {
      context.store.addIndex(resource, 'owner', ({ metadata }) => metadata.ownerReferences?.map(({ uid }) => uid) ?? [])
      for (const object of context.store.values(resource))
        this.owners.set(object.metadata.uid ?? '', { resource, key: keyOf(object) })
    }
    this.unsubscribes = resources.map((resource) =>
      context.store.subscribe(resource, (change) => this.onChange(resource, change)),
    )
    for (const resource of resources)
      for (const object of context.store.values(resource))
        if (isOfInterest(object)) this.queue.add(itemOf(resource, keyOf(object)))
  }

  stop(): void {
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private onChange(resource: ResourceName, { type, key, object }: Change): void {
    const uid = object.metadata.uid ?? ''
    if (type === 'ADDED') this.owners.set(uid, { resource, key })
    if (type === 'DELETED') {
      this.owners.delete(uid)
      for (const dependent of this.dependents(uid)) this.queue.add(itemOf(dependent.resource, keyOf(dependent.object)))
      for (const { uid: owner } of object.metadata.ownerReferences ?? []) this.lookAtOwner(owner)
    } else if (isOfInterest(object) && (type === 'ADDED' || object.metadata.deletionTimestamp)) {
      this.queue.add(itemOf(resource, key))
    }
  }

  private lookAtOwner(uid: string): void {
    const owner = this.owners.get(uid)
    if (owner) this.queue.add(itemOf(owner.resource, owner.key))
  }

  private dependents(uid: string): { resource: ResourceName; object: KubeObject }[] {
    return RESOURCE_NAMES.filter((resource) => !WITHOUT_OWNERS.includes(resource)).flatMap((resource) =>
      this.context.store.byIndex(resource, 'owner', uid).map((object) => ({ resource, object })),
    )
  }

  private reconcile(item: string): void {
    const at = item.indexOf('\0')
    const resource = item.slice(0, at) as ResourceName
    const object = this.context.store.get(resource, item.slice(at + 1))
    if (!object) return
    const { finalizers = [], deletionTimestamp } = object.metadata
    if (deletionTimestamp && finalizers.includes(ORPHAN)) return this.orphanDependents(resource, object)
    if (deletionTimestamp && finalizers.includes(FOREGROUND)) return this.deleteForeground(resource, object)
    if (!deletionTimestamp) this.deleteIfAbandoned(resource, object)
  }

  private orphanDependents(resource: ResourceName, owner: KubeObject): void {
    for (const dependent of this.dependents(owner.metadata.uid ?? '')) {
      this.update(dependent.resource, dependent.object, (metadata) => {
        const left = metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid)
        return { ...metadata, ownerReferences: left?.length ? left : undefined }
      })
    }
    this.removeFinalizer(resource, owner, ORPHAN)
  }

  private deleteForeground(resource: ResourceName, owner: KubeObject): void {
    const blocking = this.dependents(owner.metadata.uid ?? '').filter(({ object }) =>
      object.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion,
      ),
    )
    if (blocking.length === 0) return this.removeFinalizer(resource, owner, FOREGROUND)
    for (const { resource: kind, object } of blocking) {
      if (!object.metadata.deletionTimestamp) {
        this.context.api.delete(kind, object.metadata.namespace, object.metadata.name ?? '', {
          propagationPolicy: kind === 'pods' ? undefined : 'Foreground',
        })
      }
    }
  }

  private deleteIfAbandoned(resource: ResourceName, { metadata }: KubeObject): void {
    const references = metadata.ownerReferences ?? []
    if (references.length === 0 || references.some(({ uid }) => this.owners.has(uid))) return
    this.context.api.delete(resource, metadata.namespace, metadata.name ?? '', { propagationPolicy: 'Background' })
  }

  private removeFinalizer(resource: ResourceName, object: KubeObject, finalizer: string): void {
    this.update(resource, object, (metadata) => {
      const finalizers = metadata.finalizers?.filter((item) => item !== finalizer)
      return { ...metadata, finalizers: finalizers?.length ? finalizers : undefined }
    })
  }

  private update<R extends ResourceName>(
    resource: R,
    object: KubeObject,
    change: (metadata: KubeObject['metadata']) => KubeObject['metadata'],
  ): void {
    const stored = this.context.store.get(resource, keyOf(object))
    if (!stored) return
    this.context.api.modify(resource, stored, (current: KindMap[R]) => ({
      ...current,
      metadata: change(current.metadata),
    }))
  }
}

const itemOf = (resource: ResourceName, key: string): string => `${resource}\0${key}`

function isOfInterest({ metadata }: KubeObject): boolean {
  return Boolean(metadata.ownerReferences?.length) || Boolean(metadata.deletionTimestamp && metadata.finalizers?.length)
}
