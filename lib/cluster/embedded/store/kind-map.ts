import type {
  ConfigMapObject,
  DeploymentObject,
  EventObject,
  JobObject,
  KubeObject,
  LeaseObject,
  NamespaceObject,
  NodeObject,
  PodObject,
  ReplicaSetObject,
  SecretObject,
  ServiceObject,
} from '@/lib/cluster/kinds'

/** Every resource that is stored, by its plural, with the shape of its objects. */
export interface KindMap {
  namespaces: NamespaceObject
  nodes: NodeObject
  pods: PodObject
  events: EventObject
  secrets: SecretObject
  configmaps: ConfigMapObject
  services: ServiceObject
  serviceaccounts: KubeObject
  leases: LeaseObject
  deployments: DeploymentObject
  replicasets: ReplicaSetObject
  jobs: JobObject
}

export type ResourceName = keyof KindMap

export const RESOURCE_NAMES = [
  'namespaces',
  'nodes',
  'pods',
  'events',
  'secrets',
  'configmaps',
  'services',
  'serviceaccounts',
  'leases',
  'deployments',
  'replicasets',
  'jobs',
] as const satisfies readonly ResourceName[]

/** The key of an object within its resource; sorts as the API server lists: by namespace, then by name. */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name
}

export function keyOf(object: KubeObject): string {
  return objectKey(object.metadata.namespace, object.metadata.name ?? '')
}
