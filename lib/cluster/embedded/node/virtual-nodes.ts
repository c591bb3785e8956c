import { z } from 'zod'
import type { NodeObject, StringMap } from '@/lib/cluster/kinds'
import { microTime } from '@/lib/cluster/time'
import { timeOf } from '../api/time'
import type { ControllerContext } from '../controllers/context'
import { conditionOf } from '../controllers/pod-facts'
import { EmbeddedClusterError } from '../errors'
import { objectKey } from '../store/kind-map'
import { HeartbeatWheel } from './heartbeat-wheel'
import { ImagePuller } from './image-puller'
import { buildNode, internalIp, readyConditions, type NodeArch } from './node-object'
import { VirtualKubelet, type RunningNode } from './virtual-kubelet'

const SETTING = 'virtual-node/'
const LEASE_NAMESPACE = 'kube-node-lease'
const LEASE_SECONDS = 40
/** the status of a node that has nothing new to say is written this often, spread by up to a quarter */
const STATUS_EVERY_MS = 60_000

const recordSchema = z.object({ arch: z.enum(['arm64', 'amd64']), index: z.number().int(), running: z.boolean() })
type MachineRecord = z.infer<typeof recordSchema>

interface Machine extends MachineRecord {
  name: string
  /** set while it is switched on */
  node?: RunningNode
  statusDueAt: number
}

export interface JoinRequest {
  name: string
  arch: NodeArch
  labels?: StringMap
}

/** The machines behind the virtual nodes: which there are, which are switched on, and their heartbeats. */
export class VirtualNodes {
  private readonly machines = new Map<string, Machine>()
  private readonly puller = new ImagePuller()
  private readonly kubelet: VirtualKubelet
  private readonly wheel: HeartbeatWheel
  private readonly unsubscribe: () => void
  private nextIndex = 0

  constructor(
    private readonly context: ControllerContext,
    heartbeatMs: number,
  ) {
    this.kubelet = new VirtualKubelet(context, this.puller, (name) => this.machines.get(name)?.node)
    this.wheel = new HeartbeatWheel(heartbeatMs, (name) => this.beat(name))
    this.unsubscribe = context.store.subscribe('nodes', ({ type, key }) => {
      if (type === 'DELETED') this.forget(key)
    })
    for (const { name, value } of context.store.storedSettings(SETTING)) this.restore(name.slice(SETTING.length), value)
  }

  /** The machine was on or off when the process ended, and is so again; its containers went on meanwhile. */
  private restore(name: string, value: string): void {
    const record = recordSchema.parse(JSON.parse(value))
    this.nextIndex = Math.max(this.nextIndex, record.index + 1)
    if (!this.context.store.get('nodes', name)) return this.context.store.putSetting(SETTING + name, null)
    const machine: Machine = { ...record, name, statusDueAt: 0 }
    this.machines.set(name, machine)
    if (record.running) this.powerOn(machine, false)
  }

  stop(): void {
    this.unsubscribe()
    this.wheel.stop()
    this.kubelet.stop()
    this.puller.stop()
  }

  /** Registers the node, or switches on again the one that was joined under this name. */
  join({ name, arch, labels }: JoinRequest): void {
    const known = this.machines.get(name)
    if (known) return this.start(name)
    if (this.context.store.get('nodes', name)) {
      throw new EmbeddedClusterError('NodeExists', `node "${name}" exists and is not a virtual one`)
    }
    const machine: Machine = { name, arch, index: this.nextIndex, running: true, statusDueAt: 0 }
    this.nextIndex += 1
    this.context.api.create('nodes', undefined, buildNode(name, arch, machine.index, labels))
    this.machines.set(name, machine)
    this.save(machine)
    this.tellStart(machine)
    this.powerOn(machine, false)
  }

  start(name: string): void {
    const machine = this.find(name)
    if (machine.node) return
    machine.running = true
    this.save(machine)
    this.tellStart(machine)
    this.powerOn(machine, true)
    this.tell(name, 'warning', 'Rebooted', `Node ${name} has been rebooted`)
  }

  /** The power goes: no more heartbeats, no more containers, and nobody is told. */
  stopNode(name: string): void {
    const machine = this.find(name)
    machine.running = false
    machine.node = undefined
    this.wheel.remove(name)
    this.kubelet.nodeStopped(name)
    this.save(machine)
  }

  isOn(name: string): boolean {
    return this.machines.get(name)?.node !== undefined
  }

  private tellStart({ name }: Machine): void {
    this.tell(name, 'normal', 'Starting', 'Starting kubelet.')
  }

  private tell(name: string, type: 'normal' | 'warning', reason: string, message: string): void {
    const node = this.context.store.get('nodes', name)
    if (node) this.context.events[type](node, { component: 'kubelet', host: name }, reason, message)
  }

  private find(name: string): Machine {
    const machine = this.machines.get(name)
    if (!machine) throw new EmbeddedClusterError('NodeNotFound', `there is no virtual node "${name}"`)
    return machine
  }

  private powerOn(machine: Machine, rebooted: boolean): void {
    const { name, arch, index } = machine
    machine.node = { name, arch, ip: internalIp(index), rebooted, images: new Map() }
    machine.statusDueAt = 0
    this.beat(name)
    this.wheel.add(name)
    this.kubelet.nodeStarted(name)
  }

  /** The Node object was deleted: the machine has nobody to report to, and goes for good. */
  private forget(name: string): void {
    if (!this.machines.delete(name)) return
    this.wheel.remove(name)
    this.context.store.putSetting(SETTING + name, null)
  }

  private save({ name, arch, index, running }: Machine): void {
    this.context.store.putSetting(SETTING + name, JSON.stringify({ arch, index, running } satisfies MachineRecord))
  }

  private beat(name: string): void {
    const machine = this.machines.get(name)
    const node = this.context.store.get('nodes', name)
    if (!machine?.node || !node) return
    this.renewLease(name, node)
    const isReady = conditionOf(node.status?.conditions, 'Ready')?.status === 'True'
    if (!isReady || machine.statusDueAt <= performance.now()) this.reportStatus(machine, node, isReady)
  }

  private renewLease(name: string, node: NodeObject): void {
    const { store, api } = this.context
    const key = objectKey(LEASE_NAMESPACE, name)
    const lease = store.get('leases', key)
    if (lease) {
      // straight to the store and not to disk: this happens for every node every few seconds
      store.put('leases', key, { ...lease, spec: { ...lease.spec, renewTime: microTime() } }, true)
      return
    }
    api.create('leases', LEASE_NAMESPACE, {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid ?? '' }] },
      spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime() },
    })
  }

  private reportStatus(machine: Machine, node: NodeObject, wasReady: boolean): void {
    const conditions = readyConditions(node.status?.conditions)
    machine.statusDueAt = performance.now() + STATUS_EVERY_MS * (0.75 + Math.random() * 0.25)
    this.context.api.modify(
      'nodes',
      node,
      (current) => ({ ...current, status: { ...current.status, conditions } }),
      'status',
    )
    const isNew = Date.now() - timeOf(node.metadata.creationTimestamp) < 2_000
    if (!wasReady || isNew) {
      this.tell(machine.name, 'normal', 'NodeReady', `Node ${machine.name} status is now: NodeReady`)
    }
  }
}
