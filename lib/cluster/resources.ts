import type {
  DeploymentObject,
  EventObject,
  JobObject,
  KubeObject,
  LeaseObject,
  NodeObject,
  PodObject,
  SecretObject,
} from './kinds'
import type { NodeMetricsObject, PodMetricsObject } from './metrics-kinds'

/** A kind of object and where the API serves it; `T` is what is served. */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly namespaced: boolean
  /** Never set: it ties `T` to the value. */
  readonly object?: T
}

export const NODES: Resource<NodeObject> = { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false }
export const PODS: Resource<PodObject> = { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true }
export const SECRETS: Resource<SecretObject> = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true }
export const EVENTS: Resource<EventObject> = { apiVersion: 'v1', kind: 'Event', plural: 'events', namespaced: true }
export const DEPLOYMENTS: Resource<DeploymentObject> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
}
export const JOBS: Resource<JobObject> = { apiVersion: 'batch/v1', kind: 'Job', plural: 'jobs', namespaced: true }
export const LEASES: Resource<LeaseObject> = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
}

export const NODE_METRICS: Resource<NodeMetricsObject> = {
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'NodeMetrics',
  plural: 'nodes',
  namespaced: false,
}
export const POD_METRICS: Resource<PodMetricsObject> = {
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  namespaced: true,
}

/** The path of the collection, or of one object in it. */
export function resourcePath(resource: Resource, namespace?: string, name?: string): string {
  const root = resource.apiVersion.includes('/') ? `/apis/${resource.apiVersion}` : `/api/${resource.apiVersion}`
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  return `${root}${scope}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
}
