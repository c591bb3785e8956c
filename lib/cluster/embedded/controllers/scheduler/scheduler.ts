import type { Condition, NodeObject, PodObject } from '@/lib/cluster/kinds'
import { assignPod } from '../../api/subresources'
import { timestamp } from '../../api/time'
import type { Change } from '../../store/change-log'
import { keyOf } from '../../store/kind-map'
import { deepEqual } from '../../store/serialize'
import type { Controller, ControllerContext } from '../context'
import { conditionOf, isFinished } from '../pod-facts'
import { WorkQueue } from '../work-queue'
import { unschedulableMessage, whyUnfit, type Unfit } from './fit'

const SOURCE = { component: 'default-scheduler' }
const HOSTNAME = 'kubernetes.io/hostname'
/** a pod that fits nowhere is looked at again when the cluster changes, but not more often than this */
const RETRY_MS = 250

/** Gives every pod without a node the node that fits and has the fewest pods. */
export class Scheduler implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]
  /** pods that fit nowhere, by the hostname that they want ('' for any) */
  private readonly waiting = new Map<string, Set<string>>()

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('scheduler', (key) => this.schedule(key), context.log)
    this.unsubscribes = [
      context.store.subscribe('pods', (change) => this.onPod(change)),
      context.store.subscribe('nodes', (change) => this.onNode(change)),
    ]
    for (const pod of context.store.values('pods')) if (needsNode(pod)) this.queue.add(keyOf(pod))
  }

  stop(): void {
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private onPod({ type, key, object, previous }: Change<PodObject>): void {
    if (type === 'DELETED') this.forget(key, object)
    if (type === 'ADDED' && needsNode(object)) this.queue.add(key)
    const { nodeName } = object.spec
    const frees = nodeName && (type === 'DELETED' || (isFinished(object) && previous && !isFinished(previous)))
    if (frees) this.retry(this.context.store.get('nodes', nodeName))
  }

  private onNode({ type, object, previous }: Change<NodeObject>): void {
    if (type === 'DELETED') return
    const matters =
      !previous ||
      !deepEqual(object.spec, previous.spec) ||
      !deepEqual(object.metadata.labels, previous.metadata.labels) ||
      !deepEqual(object.status?.allocatable, previous.status?.allocatable)
    if (matters) this.retry(object)
  }

  /** Something on the node is free now: the pods that wait for it, or for any node, are tried again. */
  private retry(node: NodeObject | undefined): void {
    if (!node) return
    for (const hostname of ['', node.metadata.labels?.[HOSTNAME]]) {
      if (hostname !== undefined) for (const key of this.waiting.get(hostname) ?? []) this.queue.addAfter(key, RETRY_MS)
    }
  }

  private forget(key: string, { spec }: PodObject): void {
    const hostname = spec.nodeSelector?.[HOSTNAME] ?? ''
    const keys = this.waiting.get(hostname)
    keys?.delete(key)
    if (keys?.size === 0) this.waiting.delete(hostname)
  }

  private schedule(key: string): void {
    const pod = this.context.store.get('pods', key)
    if (!pod || !needsNode(pod)) return
    const best = this.bestNode(pod)
    if (!best) return this.reject(key, pod)
    this.forget(key, pod)
    const { namespace = '', name = '' } = pod.metadata
    assignPod(this.context.api, namespace, name, best)
    this.context.events.normal(pod, SOURCE, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${best}`)
  }

  /** Only nodes of the wanted hostname are looked at where the pod names one: that is one lookup, however many there are. */
  private bestNode(pod: PodObject): string | undefined {
    const { store } = this.context
    const hostname = pod.spec.nodeSelector?.[HOSTNAME]
    const candidates = hostname === undefined ? store.values('nodes') : store.byIndex('nodes', 'hostname', hostname)
    let best: { name: string; pods: number } | undefined
    for (const node of candidates) {
      const running = this.running(node)
      if (whyUnfit(pod, node, running) || (best && best.pods <= running.length)) continue
      best = { name: node.metadata.name ?? '', pods: running.length }
    }
    return best?.name
  }

  private running({ metadata }: NodeObject): PodObject[] {
    return this.context.store.byIndex('pods', 'node', metadata.name ?? '').filter((pod) => !isFinished(pod))
  }

  private reject(key: string, pod: PodObject): void {
    const hostname = pod.spec.nodeSelector?.[HOSTNAME] ?? ''
    this.waiting.set(hostname, (this.waiting.get(hostname) ?? new Set()).add(key))
    const unfits: Unfit[] = []
    for (const node of this.context.store.values('nodes'))
      unfits.push(whyUnfit(pod, node, this.running(node)) ?? { reasons: [], preemptible: true })
    const message = unschedulableMessage(unfits.length, unfits)
    const before = conditionOf(pod.status?.conditions, 'PodScheduled')
    if (before?.message === message) return
    const condition: Condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : timestamp(),
    }
    this.context.api.modify(
      'pods',
      pod,
      (current) => ({ ...current, status: { ...current.status, conditions: [condition] } }),
      'status',
    )
    this.context.events.warning(pod, SOURCE, 'FailedScheduling', message)
  }
}

function needsNode({ metadata, spec }: PodObject): boolean {
  return (
    !spec.nodeName && !metadata.deletionTimestamp && (spec.schedulerName ?? 'default-scheduler') === 'default-scheduler'
  )
}
