import { randomUUID } from 'node:crypto'
import type { KubeObject, StatusObject } from '@/lib/cluster/kinds'
import { objectKey, type KindMap, type ResourceName } from '../store/kind-map'
import type { ObjectStore } from '../store/object-store'
import { deepClone, deepEqual } from '../store/serialize'
import {
  alreadyExists,
  badRequest,
  conflict,
  fieldInvalid,
  forbidden,
  invalid,
  notFound,
  type FieldError,
} from './api-error'
import { planDeletion, type DeleteOptions } from './deletion'
import { definitionOf, type ResourceDefinition } from './resources'
import { timestamp } from './time'
import { validateMetadata } from './validation/metadata'

export type Subresource = 'status' | undefined

/** Kinds hold spec and status of their own shapes; here they are only moved about. */
type Generic = KubeObject & { spec?: unknown; status?: unknown }

export interface WriteOptions {
  dryRun?: boolean
}

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

function randomSuffix(length = 5): string {
  return Array.from({ length }, () => SUFFIX_ALPHABET[Math.floor(Math.random() * SUFFIX_ALPHABET.length)]).join('')
}

/**
 * Reading and writing of objects with all the rules of the API server: defaults, validation, generations, optimistic
 * locking, finalizers, graceful deletion. The HTTP handlers and the controllers both write through it. Synchronous: what
 * it returns is in memory, and in the state file once `store.durable()` resolves.
 */
export class ObjectApi {
  constructor(readonly store: ObjectStore) {}

  get<R extends ResourceName>(resource: R, namespace: string | undefined, name: string): KindMap[R] {
    const object = this.store.get(resource, objectKey(namespace, name))
    if (!object) throw notFound(definitionOf(resource), name)
    return object
  }

  create<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    input: KindMap[R],
    options: WriteOptions = {},
  ): KindMap[R] {
    const definition = definitionOf(resource)
    const object = deepClone(input)
    this.setMetadata(definition, namespace, object)
    const { strategy } = definition
    strategy.prepareCreate?.(object)
    strategy.defaults?.(object)
    const name = object.metadata.name ?? ''
    const errors = [
      ...validateMetadata(object.metadata, strategy.nameRule ?? 'subdomain'),
      ...(strategy.validate?.(object) ?? []),
    ]
    if (errors.length > 0) throw invalid(definition, name, errors)
    if (namespace !== undefined) this.checkNamespace(definition, namespace, name)
    const key = objectKey(namespace, name)
    if (this.store.get(resource, key)) throw alreadyExists(definition, name)
    return options.dryRun ? object : this.store.put(resource, key, object)
  }

  private setMetadata(definition: ResourceDefinition, namespace: string | undefined, object: KubeObject): void {
    const meta = object.metadata
    if (meta.namespace && namespace !== undefined && meta.namespace !== namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
    }
    if (meta.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created')
    if (!meta.name && meta.generateName) meta.name = meta.generateName + randomSuffix()
    object.metadata = {
      ...meta,
      ...(definition.namespaced ? { namespace } : { namespace: undefined }),
      uid: randomUUID(),
      creationTimestamp: timestamp(),
      deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined,
      generation: definition.strategy.hasGeneration ? 1 : undefined,
    }
  }

  private checkNamespace(definition: ResourceDefinition, namespace: string, name: string): void {
    const found = this.store.get('namespaces', namespace)
    if (!found) throw notFound(definitionOf('namespaces'), namespace)
    if (found.metadata.deletionTimestamp && definition.resource !== 'events') {
      throw forbidden(
        definition,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      )
    }
  }

  update<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    input: KindMap[R],
    subresource?: Subresource,
    options: WriteOptions = {},
  ): KindMap[R] {
    const definition = definitionOf(resource)
    const old = this.get(resource, namespace, name)
    const object = deepClone(input)
    checkIdentity(definition, namespace, name, object, old)
    keepServerMetadata(object, old)
    const { strategy } = definition
    if (subresource === 'status') strategy.prepareStatusUpdate?.(object, old)
    else strategy.prepareUpdate?.(object, old)
    strategy.defaults?.(object)
    object.metadata.generation = nextGeneration(definition, object, old, subresource)
    this.validateUpdate(definition, object, old, subresource)
    if (sameContent(object, old)) return old
    if (isFinished(object)) return options.dryRun ? object : this.finish(resource, namespace, name, object)
    return options.dryRun ? object : this.store.put(resource, objectKey(namespace, name), object)
  }

  /** The last finalizer of an object that is being deleted is gone: so is the object. */
  private finish<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    object: KindMap[R],
  ): KindMap[R] {
    this.store.put(resource, objectKey(namespace, name), object)
    return this.store.remove(resource, objectKey(namespace, name)) ?? object
  }

  private validateUpdate(
    definition: ResourceDefinition,
    object: KubeObject,
    old: KubeObject,
    subresource: Subresource,
  ): void {
    const { strategy } = definition
    const errors: FieldError[] = validateMetadata(object.metadata, 'any')
    if (object.metadata.uid !== old.metadata.uid) {
      errors.push(fieldInvalid('metadata.uid', object.metadata.uid, 'field is immutable'))
    }
    if (subresource !== 'status')
      errors.push(...(strategy.validate?.(object) ?? []), ...(strategy.validateUpdate?.(object, old) ?? []))
    if (errors.length > 0) throw invalid(definition, object.metadata.name ?? '', errors)
  }

  /** Read, change, write; the change gets the stored object, which it must not alter, and returns another. */
  modify<R extends ResourceName>(
    resource: R,
    object: KindMap[R],
    change: (current: KindMap[R]) => KindMap[R],
    subresource?: Subresource,
  ): KindMap[R] {
    const { namespace, name = '' } = object.metadata
    return this.update(resource, namespace, name, change(this.get(resource, namespace, name)), subresource)
  }

  /** Returns the object where it stays for a while (grace, finalizers) or is a pod, otherwise a Success. */
  delete<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): KindMap[R] | StatusObject {
    const definition = definitionOf(resource)
    const current = this.get(resource, namespace, name)
    const key = objectKey(namespace, name)
    const plan = planDeletion(definition, current, options)
    if (options.dryRun) return plan.removes ? deletedStatus(definition, current) : plan.object
    if (!plan.removes) return sameContent(plan.object, current) ? current : this.store.put(resource, key, plan.object)
    if (!definition.strategy.gracePeriodSeconds) {
      this.store.remove(resource, key)
      return deletedStatus(definition, current)
    }
    return this.store.remove(resource, key) ?? plan.object
  }
}

function deletedStatus({ group, resource }: ResourceDefinition, { metadata }: KubeObject): StatusObject {
  const details = { name: metadata.name, ...(group ? { group } : {}), kind: resource, uid: metadata.uid }
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
}

function checkIdentity(
  definition: ResourceDefinition,
  namespace: string | undefined,
  name: string,
  object: KubeObject,
  old: KubeObject,
): void {
  const { metadata } = object
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`)
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the object does not match the namespace on the request')
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== old.metadata.resourceVersion)
    throw conflict(definition, name)
}

function keepServerMetadata(object: KubeObject, { metadata: old }: KubeObject): void {
  object.metadata = {
    ...object.metadata,
    name: old.name,
    namespace: old.namespace,
    generateName: old.generateName,
    uid: object.metadata.uid ?? old.uid,
    resourceVersion: old.resourceVersion,
    creationTimestamp: old.creationTimestamp,
    deletionTimestamp: old.deletionTimestamp,
    deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
  }
}

function nextGeneration(
  { strategy }: ResourceDefinition,
  object: Generic,
  old: Generic,
  subresource: Subresource,
): number | undefined {
  const { generation } = old.metadata
  if (!strategy.hasGeneration || subresource === 'status') return generation
  const changed =
    !deepEqual(object.spec, old.spec) ||
    (strategy.generationCountsAnnotations && !deepEqual(object.metadata.annotations, old.metadata.annotations))
  return changed ? (generation ?? 0) + 1 : generation
}

function sameContent(object: KubeObject, old: KubeObject): boolean {
  return deepEqual(object, old)
}

function isFinished({ metadata }: KubeObject): boolean {
  return (
    Boolean(metadata.deletionTimestamp) &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
    !metadata.finalizers?.length
  )
}
