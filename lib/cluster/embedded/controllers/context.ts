import type { Logger } from 'pino'
import type { KubeObject, OwnerReference } from '@/lib/cluster/kinds'
import type { ObjectApi } from '../api/object-api'
import type { ObjectStore } from '../store/object-store'
import type { EventRecorder } from './event-recorder'

/** What every controller works with. */
export interface ControllerContext {
  api: ObjectApi
  store: ObjectStore
  events: EventRecorder
  log: Logger
}

/** A running control loop; `stop` ends its timers and subscriptions. */
export interface Controller {
  stop(): void
}

export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller)
}

export function ownerReferenceTo({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return {
    apiVersion,
    kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  }
}

const NO_VALUES: readonly string[] = []

/** The lookups that controllers need besides the key of an object. */
export function addIndexes(store: ObjectStore): void {
  const byController = (object: KubeObject): readonly string[] => {
    const uid = controllerOf(object)?.uid
    return uid ? [uid] : NO_VALUES
  }
  store.addIndex('replicasets', 'controller', byController)
  store.addIndex('pods', 'controller', byController)
  store.addIndex('pods', 'node', (object) => {
    const nodeName = (object as KubeObject & { spec?: { nodeName?: string } }).spec?.nodeName
    return nodeName ? [nodeName] : NO_VALUES
  })
  store.addIndex('nodes', 'hostname', ({ metadata }) => {
    const hostname = metadata.labels?.['kubernetes.io/hostname']
    return hostname === undefined ? NO_VALUES : [hostname]
  })
}
