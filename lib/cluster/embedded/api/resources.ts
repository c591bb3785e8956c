import type { KubeObject } from '@/lib/cluster/kinds'
import type { ResourceName } from '../store/kind-map'
import type { FieldError, KindRef, ResourceRef } from './api-error'
import { deploymentStrategy, replicaSetStrategy } from './strategies/apps'
import { jobStrategy } from './strategies/job'
import { nodeStrategy } from './strategies/node'
import { podStrategy } from './strategies/pod'
import {
  configMapStrategy,
  eventStrategy,
  leaseStrategy,
  namespaceStrategy,
  secretStrategy,
  serviceAccountStrategy,
  serviceStrategy,
} from './strategies/simple'

/** What is particular to a kind when its objects are written; everything else is the same for all. */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** fills in defaults, in place, on create and on every update */
  defaults?(object: T): void
  /** on create, in place, after the metadata are set and before defaults */
  prepareCreate?(object: T): void
  /** on update, in place: what an update may not touch is taken from `old` */
  prepareUpdate?(object: T, old: T): void
  prepareStatusUpdate?(object: T, old: T): void
  validate?(object: T): FieldError[]
  validateUpdate?(object: T, old: T): FieldError[]
  /** seconds that a deletion without a say of its own waits; undefined: objects of this kind go at once */
  gracePeriodSeconds?(object: T): number
  /** what field selectors other than metadata.name and metadata.namespace can see */
  fields?(object: T): Record<string, string>
  /** true: metadata.generation counts changes of spec */
  hasGeneration?: boolean
  /** true: the generation also counts changes of annotations */
  generationCountsAnnotations?: boolean
  defaultPropagation?: 'Background' | 'Orphan'
  nameRule?: 'subdomain' | 'label' | 'any'
}

export interface ResourceDefinition extends ResourceRef, KindRef {
  resource: ResourceName
  version: string
  singular: string
  namespaced: boolean
  shortNames: string[]
  inAll: boolean
  hasStatus: boolean
  hasScale: boolean
  strategy: Strategy
}

interface Options {
  group?: string
  shortNames?: string[]
  inAll?: boolean
  cluster?: boolean
  status?: boolean
  scale?: boolean
}

function define<T extends KubeObject>(
  resource: ResourceName,
  kind: string,
  strategy: Strategy<T>,
  options: Options = {},
): ResourceDefinition {
  return {
    resource,
    kind,
    group: options.group ?? '',
    version: 'v1',
    singular: kind.toLowerCase(),
    namespaced: !options.cluster,
    shortNames: options.shortNames ?? [],
    inAll: options.inAll ?? false,
    hasStatus: options.status ?? false,
    hasScale: options.scale ?? false,
    strategy,
  }
}

const apps = 'apps'

export const RESOURCES: readonly ResourceDefinition[] = [
  define('configmaps', 'ConfigMap', configMapStrategy, { shortNames: ['cm'] }),
  define('events', 'Event', eventStrategy, { shortNames: ['ev'] }),
  define('namespaces', 'Namespace', namespaceStrategy, { shortNames: ['ns'], cluster: true, status: true }),
  define('nodes', 'Node', nodeStrategy, { shortNames: ['no'], cluster: true, status: true }),
  define('pods', 'Pod', podStrategy, { shortNames: ['po'], inAll: true, status: true }),
  define('secrets', 'Secret', secretStrategy),
  define('serviceaccounts', 'ServiceAccount', serviceAccountStrategy, { shortNames: ['sa'] }),
  define('services', 'Service', serviceStrategy, { shortNames: ['svc'], inAll: true, status: true }),
  define('deployments', 'Deployment', deploymentStrategy, {
    group: apps,
    shortNames: ['deploy'],
    inAll: true,
    status: true,
    scale: true,
  }),
  define('replicasets', 'ReplicaSet', replicaSetStrategy, {
    group: apps,
    shortNames: ['rs'],
    inAll: true,
    status: true,
    scale: true,
  }),
  define('jobs', 'Job', jobStrategy, { group: 'batch', inAll: true, status: true }),
  define('leases', 'Lease', leaseStrategy, { group: 'coordination.k8s.io' }),
]

const byName = new Map(RESOURCES.map((definition) => [definition.resource, definition]))

export function definitionOf(resource: ResourceName): ResourceDefinition {
  const definition = byName.get(resource)
  if (!definition) throw new Error(`no definition of ${resource}`)
  return definition
}

export function findResource(group: string, version: string, plural: string): ResourceDefinition | undefined {
  return RESOURCES.find((item) => item.group === group && item.version === version && item.resource === plural)
}

export function groupVersionOf({ group, version }: { group: string; version: string }): string {
  return group ? `${group}/${version}` : version
}

/** The groups in the order of discovery, each with its versions. */
export const GROUPS: readonly { group: string; versions: string[] }[] = [
  'apps',
  'authorization.k8s.io',
  'batch',
  'coordination.k8s.io',
].map((group) => ({ group, versions: ['v1'] }))
