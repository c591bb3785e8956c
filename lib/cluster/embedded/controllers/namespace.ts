import { definitionOf } from '../api/resources'
import { keyOf, RESOURCE_NAMES } from '../store/kind-map'
import type { Controller, ControllerContext } from './context'
import { WorkQueue } from './work-queue'

const RECHECK_MS = 500

/** Gives every namespace its default service account, and empties a namespace that is being deleted. */
export class NamespaceController implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribe: () => void

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('namespace', (name) => this.reconcile(name), context.log)
    this.unsubscribe = context.store.subscribe('namespaces', ({ key }) => this.queue.add(key))
    for (const namespace of context.store.values('namespaces')) this.queue.add(keyOf(namespace))
  }

  stop(): void {
    this.queue.stop()
    this.unsubscribe()
  }

  private reconcile(name: string): void {
    const { api, store } = this.context
    const namespace = store.get('namespaces', name)
    if (!namespace) return
    if (!namespace.metadata.deletionTimestamp) {
      if (store.get('serviceaccounts', `${name}/default`)) return
      api.create('serviceaccounts', name, { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: 'default' } })
      return
    }
    if (this.empty(name)) store.remove('namespaces', name)
    else this.queue.addAfter(name, RECHECK_MS)
  }

  /** Deletes all content; true once none is left. */
  private empty(name: string): boolean {
    const { api, store } = this.context
    let left = 0
    for (const resource of RESOURCE_NAMES) {
      if (!definitionOf(resource).namespaced) continue
      for (const key of store.sortedKeys(resource).filter((item) => item.startsWith(`${name}/`))) {
        const object = store.get(resource, key)
        if (object && !object.metadata.deletionTimestamp)
          api.delete(resource, name, object.metadata.name ?? '', { propagationPolicy: 'Background' })
        if (store.get(resource, key)) left += 1
      }
    }
    return left === 0
  }
}
