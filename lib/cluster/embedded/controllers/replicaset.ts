import type { PodObject, ReplicaSetObject } from '@/lib/cluster/kinds'
import { keyOf, objectKey } from '../store/kind-map'
import { controllerOf, ownerReferenceTo, type Controller, type ControllerContext } from './context'
import { isActive, isReady, untilAvailable } from './pod-facts'
import { WorkQueue } from './work-queue'

const SOURCE = { component: 'replicaset-controller' }
/** as many pods as one pass creates or deletes */
const BURST = 500

/** ReplicaSet → Pods. */
export class ReplicaSetController implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('replicaset', (key) => this.reconcile(key), context.log)
    this.unsubscribes = [
      context.store.subscribe('replicasets', ({ key }) => this.queue.add(key)),
      context.store.subscribe('pods', ({ object }) => this.onPod(object)),
    ]
    for (const replicaSet of context.store.values('replicasets')) this.queue.add(keyOf(replicaSet))
  }

  private onPod(pod: PodObject): void {
    const owner = controllerOf(pod)
    if (owner?.kind === 'ReplicaSet') this.queue.add(objectKey(pod.metadata.namespace, owner.name))
  }

  stop(): void {
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private reconcile(key: string): void {
    const replicaSet = this.context.store.get('replicasets', key)
    if (!replicaSet) return
    const pods = this.activePods(replicaSet)
    if (!replicaSet.metadata.deletionTimestamp) this.scale(replicaSet, pods)
    this.updateStatus(replicaSet, this.activePods(replicaSet))
  }

  private activePods(replicaSet: ReplicaSetObject): PodObject[] {
    return this.context.store.byIndex('pods', 'controller', replicaSet.metadata.uid ?? '').filter(isActive)
  }

  private scale(replicaSet: ReplicaSetObject, pods: PodObject[]): void {
    const missing = (replicaSet.spec.replicas ?? 1) - pods.length
    for (let created = 0; created < Math.min(missing, BURST); created++) this.createPod(replicaSet)
    if (missing < 0)
      for (const pod of [...pods].sort(byDispensability).slice(0, Math.min(-missing, BURST)))
        this.deletePod(replicaSet, pod)
    if (Math.abs(missing) > BURST) this.queue.add(keyOf(replicaSet))
  }

  private createPod(replicaSet: ReplicaSetObject): void {
    const { template } = replicaSet.spec
    const { namespace, name } = replicaSet.metadata
    const pod = this.context.api.create('pods', namespace, {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        generateName: `${name}-`,
        labels: template.metadata?.labels,
        annotations: template.metadata?.annotations,
        ownerReferences: [ownerReferenceTo(replicaSet)],
      },
      spec: template.spec,
    })
    this.context.events.normal(replicaSet, SOURCE, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  }

  private deletePod(replicaSet: ReplicaSetObject, { metadata }: PodObject): void {
    this.context.api.delete('pods', metadata.namespace, metadata.name ?? '')
    this.context.events.normal(replicaSet, SOURCE, 'SuccessfulDelete', `Deleted pod: ${metadata.name}`)
  }

  private updateStatus(replicaSet: ReplicaSetObject, pods: PodObject[]): void {
    const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0
    const waits = pods.map((pod) => untilAvailable(pod, minReadySeconds))
    const wait = Math.min(...waits.filter((ms) => ms !== undefined && ms > 0).map(Number))
    if (Number.isFinite(wait)) this.queue.addAfter(keyOf(replicaSet), wait)
    const templateLabels = Object.entries(replicaSet.spec.template.metadata?.labels ?? {})
    const counts = {
      fullyLabeledReplicas: pods.filter(({ metadata }) =>
        templateLabels.every(([key, value]) => metadata.labels?.[key] === value),
      ).length,
      readyReplicas: pods.filter(isReady).length,
      availableReplicas: waits.filter((ms) => ms === 0).length,
    }
    const status = {
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      replicas: pods.length,
      observedGeneration: replicaSet.metadata.generation,
    }
    this.context.api.modify('replicasets', replicaSet, (current) => ({ ...current, status }), 'status')
  }
}

/** First the pods that would be missed least: without a node, pending, not ready, youngest. */
function byDispensability(a: PodObject, b: PodObject): number {
  const rank = (pod: PodObject): number =>
    (pod.spec.nodeName ? 0 : -4) + (pod.status?.phase === 'Running' ? 0 : -2) + (isReady(pod) ? 0 : -1)
  return rank(a) - rank(b) || (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '')
}
