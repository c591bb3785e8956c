import type { NodeCondition, NodeObject, PodObject, Taint } from '@/lib/cluster/kinds'
import { timeOf, timestamp } from '../api/time'
import { keyOf, objectKey } from '../store/kind-map'
import type { Controller, ControllerContext } from './context'
import { conditionOf } from './pod-facts'
import { tolerates } from './scheduler/fit'
import { WorkQueue } from './work-queue'

const SOURCE = { component: 'node-controller' }
const MONITOR_EVERY_MS = 1_000
/** a pod may be bound to a node that is still to come */
const ORPHAN_QUARANTINE_MS = 20_000
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const NOT_READY = 'node.kubernetes.io/not-ready'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'
const STATUS_UNKNOWN = 'Kubelet stopped posting node status.'
const NEVER_POSTED = 'Kubelet never posted node status.'
const CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

interface Health {
  /** when this controller last saw a sign of life; its own clock, which only goes forward: clocks need not agree, and may jump */
  seenAt: number
  sign: string
}

/** Finds out that a node is lost, taints it, takes its pods off after the time that they tolerate, and forgets gone nodes. */
export class NodeLifecycleController implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]
  private readonly health = new Map<string, Health>()
  private readonly readiness = new Map<string, string | undefined>()
  private readonly monitorTimer: NodeJS.Timeout
  private monitoredAt = performance.now()

  constructor(
    private readonly context: ControllerContext,
    private readonly graceMs: number,
  ) {
    this.queue = new WorkQueue('node-lifecycle', (name) => this.reconcile(name), context.log)
    this.unsubscribes = [
      context.store.subscribe('nodes', ({ type, key, object }) => {
        if (type === 'DELETED') return this.onNodeGone(key)
        if (type === 'ADDED') {
          const message = `Node ${key} event: Registered Node ${key} in Controller`
          context.events.normal(object, SOURCE, 'RegisteredNode', message)
        }
        this.queue.add(key)
      }),
      context.store.subscribe('pods', ({ type, object }) => {
        if (type === 'ADDED' && object.spec.nodeName) this.queue.add(object.spec.nodeName)
      }),
    ]
    for (const node of context.store.values('nodes')) this.queue.add(keyOf(node))
    for (const pod of context.store.values('pods')) if (pod.spec.nodeName) this.queue.add(pod.spec.nodeName)
    this.monitorTimer = setInterval(() => this.monitor(), MONITOR_EVERY_MS)
  }

  stop(): void {
    clearInterval(this.monitorTimer)
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private monitor(): void {
    const now = performance.now()
    // this process itself slept (a suspended laptop): no node is to blame for the silence
    if (now - this.monitoredAt > this.graceMs / 2 + MONITOR_EVERY_MS)
      for (const health of this.health.values()) health.seenAt = now
    this.monitoredAt = now
    const lost: NodeObject[] = []
    for (const node of this.context.store.values('nodes')) if (this.isLost(node, now)) lost.push(node)
    for (const node of lost) this.markUnknown(node)
  }

  private isLost(node: NodeObject, now: number): boolean {
    const name = node.metadata.name ?? ''
    const ready = conditionOf(node.status?.conditions, 'Ready')
    const lease = this.context.store.get('leases', objectKey('kube-node-lease', name))
    const sign = `${ready?.lastHeartbeatTime}/${ready?.status}/${lease?.spec?.renewTime}`
    const health = this.health.get(name)
    if (!health) {
      this.health.set(name, { seenAt: now, sign })
      return false
    }
    if (health.sign !== sign && ready?.status !== 'Unknown') {
      health.seenAt = now
      health.sign = sign
    }
    return now - health.seenAt > this.graceMs && ready?.status !== 'Unknown'
  }

  private markUnknown(node: NodeObject): void {
    const reported = node.status?.conditions ?? []
    const now = timestamp()
    const conditions = CONDITIONS.map((type): NodeCondition => {
      const before = conditionOf(reported, type)
      if (!before) {
        return {
          type,
          status: 'Unknown',
          reason: 'NodeStatusNeverUpdated',
          message: NEVER_POSTED,
          lastHeartbeatTime: node.metadata.creationTimestamp,
          lastTransitionTime: now,
        }
      }
      return {
        ...before,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: STATUS_UNKNOWN,
        lastTransitionTime: now,
      }
    })
    const others = reported.filter(({ type }) => !CONDITIONS.includes(type))
    this.context.api.modify(
      'nodes',
      node,
      (current) => ({ ...current, status: { ...current.status, conditions: [...others, ...conditions] } }),
      'status',
    )
  }

  private reconcile(name: string): void {
    const node = this.context.store.get('nodes', name)
    if (!node) return this.removeOrphans(name, ORPHAN_QUARANTINE_MS)
    const status = conditionOf(node.status?.conditions, 'Ready')?.status
    const before = this.readiness.get(name)
    this.readiness.set(name, status)
    if (before === 'True' && status !== 'True') {
      this.context.events.normal(node, SOURCE, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    }
    const tainted = this.applyTaints(node, status)
    if (status !== 'True') this.markPodsNotReady(name)
    this.evict(tainted)
  }

  private applyTaints(node: NodeObject, status: string | undefined): NodeObject {
    const owned = [UNREACHABLE, NOT_READY]
    const before = node.spec?.taints ?? []
    const wanted: Taint[] = []
    const key = status === 'Unknown' ? UNREACHABLE : status === 'True' ? undefined : NOT_READY
    if (key) {
      const known = (effect: Taint['effect']): Taint | undefined =>
        before.find((taint) => taint.key === key && taint.effect === effect)
      wanted.push(known('NoSchedule') ?? { key, effect: 'NoSchedule', timeAdded: timestamp() })
      // a node that has never reported is kept free of pods, but nothing is taken off it
      if (status) wanted.push(known('NoExecute') ?? { key, effect: 'NoExecute', timeAdded: timestamp() })
    }
    if (node.spec?.unschedulable)
      wanted.push(
        before.find((taint) => taint.key === UNSCHEDULABLE) ?? {
          key: UNSCHEDULABLE,
          effect: 'NoSchedule',
          timeAdded: timestamp(),
        },
      )
    const others = before.filter((taint) => !owned.includes(taint.key) && taint.key !== UNSCHEDULABLE)
    const taints = [...others, ...wanted]
    return this.context.api.modify('nodes', node, (current) => ({
      ...current,
      spec: { ...current.spec, taints: taints.length > 0 ? taints : undefined },
    }))
  }

  private podsOn(name: string): PodObject[] {
    return this.context.store.byIndex('pods', 'node', name)
  }

  private markPodsNotReady(name: string): void {
    for (const pod of this.podsOn(name)) {
      const ready = conditionOf(pod.status?.conditions, 'Ready')
      if (ready?.status !== 'True') continue
      const conditions = (pod.status?.conditions ?? []).map((item) =>
        item.type === 'Ready' ? { ...item, status: 'False' as const, lastTransitionTime: timestamp() } : item,
      )
      this.context.api.modify(
        'pods',
        pod,
        (current) => ({ ...current, status: { ...current.status, conditions } }),
        'status',
      )
      this.context.events.warning(pod, SOURCE, 'NodeNotReady', 'Node is not ready')
    }
  }

  /** NoExecute: a pod is deleted when the time that it tolerates the taint is over. */
  private evict(node: NodeObject): void {
    const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
    if (taints.length === 0) return
    const name = node.metadata.name ?? ''
    for (const pod of this.podsOn(name)) {
      if (pod.metadata.deletionTimestamp) continue
      const wait = Math.min(...taints.map((taint) => untilEviction(pod, taint)))
      if (wait <= 0) {
        this.context.api.delete('pods', pod.metadata.namespace, pod.metadata.name ?? '')
        this.context.events.normal(
          pod,
          { component: 'taint-eviction-controller' },
          'TaintManagerEviction',
          `Marking for deletion Pod ${keyOf(pod)}`,
        )
      } else if (Number.isFinite(wait)) {
        this.queue.addAfter(name, wait)
      }
    }
  }

  private onNodeGone(name: string): void {
    this.health.delete(name)
    this.readiness.delete(name)
    this.removeOrphans(name, 0)
  }

  /** Pods of a node that is no more cannot be stopped by anyone: they are removed as they are. */
  private removeOrphans(name: string, quarantineMs: number): void {
    for (const { metadata } of this.podsOn(name)) {
      const left = timeOf(metadata.creationTimestamp) + quarantineMs - Date.now()
      if (left > 0) this.queue.addAfter(name, left)
      else this.context.api.delete('pods', metadata.namespace, metadata.name ?? '', { gracePeriodSeconds: 0 })
    }
    const leaseKey = objectKey('kube-node-lease', name)
    if (this.context.store.get('leases', leaseKey)) this.context.store.remove('leases', leaseKey)
  }
}

function untilEviction({ spec }: PodObject, taint: Taint): number {
  const matching = (spec.tolerations ?? []).filter((toleration) => tolerates([toleration], taint))
  if (matching.length === 0) return 0
  const seconds = Math.min(...matching.map(({ tolerationSeconds }) => tolerationSeconds ?? Infinity))
  return timeOf(taint.timeAdded) + seconds * 1000 - Date.now()
}
