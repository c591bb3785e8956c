import { Informer } from '@/lib/cluster/informer'
import type { ConditionStatus, KubeObject, PodObject, PodStatus } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { NODES, PODS, type Resource } from '@/lib/cluster/resources'
import { microTime } from '@/lib/cluster/time'
import { silentLog } from '@/lib/testing/log'
import { NAMESPACE, type ClusterUnderTest } from './cluster-under-test'

const LEASES: Resource = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', namespaced: true }
const RENEW_MS = 2000
/** Longer than a workload's minReadySeconds, so that a ready pod counts as available at once. */
const READY_SINCE_MS = 60_000

/** What becomes of a pod's container. */
export type Fate = 'runs' | 'cannot be pulled' | 'succeeds' | 'fails' | 'is not started'

/** The part of an edge node's machine: a Node object, its heartbeat, and its pods' states. */
export class Kubelet {
  /** By the pod's image. */
  fateOf: (image: string) => Fate = () => 'runs'
  readonly #cluster: ClusterUnderTest
  readonly #pods: Informer<PodObject>
  readonly #work = new Set<Promise<void>>()
  readonly #failures: unknown[] = []
  #heartbeat: NodeJS.Timeout | undefined

  constructor(
    cluster: ClusterUnderTest,
    readonly nodeName: string,
  ) {
    this.#cluster = cluster
    this.#pods = new Informer({
      client: cluster.client,
      log: silentLog,
      resource: PODS,
      selection: { namespace: NAMESPACE, fieldSelector: `spec.nodeName=${nodeName}` },
      onChange: (_, pod) => pod && this.#do(this.#bring(pod)),
    })
  }

  async join(labels: Record<string, string> = {}): Promise<void> {
    const { client } = this.#cluster
    await client.create(NODES, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: this.nodeName,
        labels: {
          'kubernetes.io/hostname': this.nodeName,
          'kubernetes.io/arch': 'amd64',
          'node-role.kubernetes.io/edge': '',
          'node-role.kubernetes.io/agent': '',
          ...labels,
        },
      },
    })
    await this.#renew()
    await this.describe('True')
    this.#heartbeat = setInterval(() => this.#do(this.#renew()), RENEW_MS)
    this.#pods.start()
  }

  /** Reports the node's state, with all that a kubelet reports. */
  async describe(ready: ConditionStatus, { cpu = '4', osImage = 'Debian 12' } = {}): Promise<void> {
    const now = new Date().toISOString()
    const capacity = { cpu, memory: '8048996Ki', pods: '110' }
    await this.#cluster.patchStatus(NODES, this.nodeName, {
      capacity,
      allocatable: capacity,
      addresses: [
        { type: 'InternalIP', address: '10.1.2.3' },
        { type: 'ExternalIP', address: '203.0.113.7' },
        { type: 'Hostname', address: this.nodeName },
      ],
      conditions: [{ type: 'Ready', status: ready, reason: 'Test', lastHeartbeatTime: now, lastTransitionTime: now }],
      nodeInfo: {
        architecture: 'amd64', operatingSystem: 'linux', osImage, kubeletVersion: 'v1.22.6-kubeedge-v1.12.1',
        containerRuntimeVersion: 'containerd://1.6.8', kernelVersion: '6.1', kubeProxyVersion: '', machineID: 'm',
        systemUUID: 's', bootID: 'b',
      }, // prettier-ignore
    })
  }

  /** The machine loses power: the cluster has to find out. */
  loseHeartbeat(): void {
    clearInterval(this.#heartbeat)
  }

  /** Looks at the pods again, as what becomes of them changed. */
  async review(): Promise<void> {
    const pods = await this.#cluster.client.list(PODS, {
      namespace: NAMESPACE,
      fieldSelector: `spec.nodeName=${this.nodeName}`,
    })
    await Promise.all(pods.map((pod) => this.#bring(pod)))
  }

  /** @throws Error where it failed at something */
  async stop(): Promise<void> {
    clearInterval(this.#heartbeat)
    await this.#pods.stop()
    await Promise.all(this.#work)
    if (this.#failures.length > 0)
      throw new Error(`the kubelet of ${this.nodeName} failed`, { cause: this.#failures[0] })
  }

  #do(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#work.delete(watched))
    this.#work.add(watched)
  }

  async #bring({ metadata, spec, status }: PodObject): Promise<void> {
    const name = metadata.name ?? ''
    if (metadata.deletionTimestamp) return this.#cluster.removePod(name)
    const wanted = statusFor(this.fateOf(spec.containers[0]?.image ?? ''), spec.containers[0]?.name ?? '')
    if (!wanted || isSame(wanted, status)) return
    await this.#cluster.patchStatus(PODS, name, wanted)
  }

  async #renew(): Promise<void> {
    const { client } = this.#cluster
    const name = { name: this.nodeName, namespace: 'kube-node-lease' }
    const spec = { holderIdentity: this.nodeName, leaseDurationSeconds: 8, renewTime: microTime() }
    const lease: KubeObject & { spec: object } = {
      apiVersion: LEASES.apiVersion,
      kind: LEASES.kind,
      metadata: name,
      spec,
    }
    try {
      await client.patch(LEASES, name, { spec })
    } catch (error) {
      if (!hasReason(error, 'NotFound')) throw error
      await client.create(LEASES, lease)
    }
  }
}

function isSame(wanted: PodStatus, present: PodStatus | undefined): boolean {
  const stateOf = (status: PodStatus | undefined) => Object.keys(status?.containerStatuses?.[0]?.state ?? {}).join()
  return wanted.phase === present?.phase && stateOf(wanted) === stateOf(present)
}

function statusFor(fate: Fate, container: string): PodStatus | undefined {
  const since = new Date(Date.now() - READY_SINCE_MS).toISOString()
  const state = (phase: PodStatus['phase'], of: object, ready: boolean): PodStatus => ({
    phase,
    conditions: (['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'] as const).map((type) => ({
      type,
      status: ready || type === 'PodScheduled' || type === 'Initialized' ? 'True' : 'False',
      lastTransitionTime: since,
    })),
    containerStatuses: [
      { name: container, image: 'x', imageID: '', ready, started: ready, restartCount: 0, state: of },
    ],
  })
  switch (fate) {
    case 'runs':
      return state('Running', { running: { startedAt: since } }, true)
    case 'cannot be pulled':
      return state('Pending', { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' } }, false)
    case 'succeeds':
      return state('Succeeded', { terminated: { exitCode: 0, reason: 'Completed', finishedAt: since } }, false)
    case 'fails':
      return state('Failed', { terminated: { exitCode: 3, reason: 'Error', finishedAt: since } }, false)
    case 'is not started':
      return undefined
  }
}
