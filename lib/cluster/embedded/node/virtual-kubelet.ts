import type { PodObject } from '@/lib/cluster/kinds'
import { isFinished } from '../controllers/pod-facts'
import type { ControllerContext } from '../controllers/context'
import { WorkQueue } from '../controllers/work-queue'
import { keyOf, objectKey } from '../store/kind-map'
import { backoffMs, type VirtualContainer } from './container-runtime'
import { ImagePullError, type PulledImage } from './image-pull'
import type { ImagePuller } from './image-puller'
import type { NodeArch } from './node-object'
import { podStatus } from './pod-status'
import { VirtualPod } from './virtual-pod'

/** a container ends this long after it is told to */
const STOP_MS = 300
/** an image that cannot be pulled is first an error, and after this a back-off */
const ANNOUNCE_BACKOFF_MS = 500

/** A virtual node that is switched on; another object after every boot. */
export interface RunningNode {
  name: string
  arch: NodeArch
  ip: string
  /** it lost power before: what ran then has to be started again */
  rebooted: boolean
  images: Map<string, PulledImage>
}

/**
 * The kubelet of all virtual nodes: pulls the images of the pods bound to them, lets their containers run and end, and
 * reports. What is bound to a node that is not switched on, or not virtual, is none of its business.
 */
export class VirtualKubelet {
  private readonly queue: WorkQueue
  private readonly pods = new Map<string, VirtualPod>()
  private readonly unsubscribe: () => void

  constructor(
    private readonly context: ControllerContext,
    private readonly puller: ImagePuller,
    private readonly runningNode: (name: string) => RunningNode | undefined,
  ) {
    this.queue = new WorkQueue('virtual-kubelet', (key) => this.sync(key), context.log)
    this.unsubscribe = context.store.subscribe('pods', ({ type, key, object }) => {
      if (type === 'DELETED') this.pods.delete(object.metadata.uid ?? '')
      else if (object.spec.nodeName && this.runningNode(object.spec.nodeName)) this.queue.add(key)
    })
  }

  stop(): void {
    this.queue.stop()
    this.unsubscribe()
  }

  /** The node was switched on: looks at all its pods. */
  nodeStarted(name: string): void {
    for (const pod of this.context.store.byIndex('pods', 'node', name)) this.queue.add(keyOf(pod))
  }

  /** The node was switched off: its containers are gone, and nobody reports it. */
  nodeStopped(name: string): void {
    for (const pod of this.context.store.byIndex('pods', 'node', name)) this.pods.delete(pod.metadata.uid ?? '')
  }

  private sync(key: string): void {
    const pod = this.context.store.get('pods', key)
    const node = pod?.spec.nodeName ? this.runningNode(pod.spec.nodeName) : undefined
    if (!pod || !node) return
    const virtual = this.virtualPod(pod, node)
    if (pod.metadata.deletionTimestamp) return this.terminate(key, pod, virtual, node)
    if (isFinished(pod)) return
    for (const container of virtual.containers) this.advance(key, pod, container, node)
    this.report(pod, virtual, node)
  }

  private virtualPod(pod: PodObject, node: RunningNode): VirtualPod {
    const uid = pod.metadata.uid ?? ''
    const known = this.pods.get(uid)
    if (known) return known
    const virtual = new VirtualPod(pod, node.name, node.rebooted)
    this.pods.set(uid, virtual)
    return virtual
  }

  /** Takes a container on to its next phase where its time has come, and asks to be called when the next comes. */
  private advance(key: string, pod: PodObject, container: VirtualContainer, node: RunningNode): void {
    const now = performance.now()
    const { phase } = container
    if (phase.kind === 'new') this.ensureImage(key, pod, container, node)
    else if (phase.kind === 'pull-failed') this.awaitPull(key, pod, container, node)
    else if (phase.kind === 'running' && phase.endsAt !== undefined) {
      if (phase.endsAt > now) return this.queue.addAfter(key, phase.endsAt - now)
      container.exit(phase.exitCode)
      this.advance(key, pod, container, node)
    } else if (phase.kind === 'exited' && container.shouldRestart()) {
      container.backOff()
      this.context.events.warning(
        pod,
        this.source(node),
        'BackOff',
        `Back-off restarting failed container ${container.spec.name} in pod ${pod.metadata.name}`,
      )
      this.advance(key, pod, container, node)
    } else if (phase.kind === 'crash-backoff') {
      if (phase.retryAt > now) return this.queue.addAfter(key, phase.retryAt - now)
      this.ensureImage(key, pod, container, node)
    }
  }

  private awaitPull(key: string, pod: PodObject, container: VirtualContainer, node: RunningNode): void {
    const { phase } = container
    if (phase.kind !== 'pull-failed') return
    const now = performance.now()
    if (phase.retryAt <= now) return this.pull(key, pod, container, node)
    if (!phase.announced && phase.announceAt <= now) {
      container.phase = { ...phase, announced: true }
      this.context.events.normal(pod, this.source(node), 'BackOff', `Back-off pulling image "${container.spec.image}"`)
      this.context.events.warning(pod, this.source(node), 'Failed', 'Error: ImagePullBackOff')
    }
    this.queue.addAfter(key, (phase.announced || phase.announceAt <= now ? phase.retryAt : phase.announceAt) - now)
  }

  private ensureImage(key: string, pod: PodObject, container: VirtualContainer, node: RunningNode): void {
    const { image = '', imagePullPolicy } = container.spec
    const present = node.images.get(image)
    if (!present || imagePullPolicy === 'Always') return this.pull(key, pod, container, node)
    this.context.events.normal(
      pod,
      this.source(node),
      'Pulled',
      `Container image "${image}" already present on machine`,
    )
    this.start(pod, container, node, present)
    this.advance(key, pod, container, node)
  }

  private pull(key: string, pod: PodObject, container: VirtualContainer, node: RunningNode): void {
    const { image = '' } = container.spec
    const startedAt = performance.now()
    container.phase = {
      kind: 'pulling',
      shown: container.pullFailures > 0 || container.phase.kind === 'crash-backoff' ? container.state() : undefined,
    }
    this.context.events.normal(pod, this.source(node), 'Pulling', `Pulling image "${image}"`)
    this.puller.pull(image, node.arch).then(
      (pulled) =>
        this.finishPull(key, node, container, (current) => this.pulled(current, container, node, pulled, startedAt)),
      (error: unknown) =>
        this.finishPull(key, node, container, (current) => this.pullFailed(current, container, node, error)),
    )
  }

  /** A pull ends some time later: by then the pod may be gone, or its machine may have lost power. */
  private finishPull(
    key: string,
    node: RunningNode,
    container: VirtualContainer,
    then: (pod: PodObject) => void,
  ): void {
    const pod = this.context.store.get('pods', key)
    if (!pod || this.runningNode(node.name) !== node || container.phase.kind !== 'pulling') return
    if (!this.pods.get(pod.metadata.uid ?? '')?.containers.includes(container)) return
    then(pod)
    this.queue.add(key)
  }

  private pulled(
    pod: PodObject,
    container: VirtualContainer,
    node: RunningNode,
    pulled: PulledImage,
    startedAt: number,
  ): void {
    const { image = '' } = container.spec
    const took = `${Math.round(performance.now() - startedAt)}ms`
    node.images.set(image, pulled)
    container.pullFailures = 0
    this.context.events.normal(
      pod,
      this.source(node),
      'Pulled',
      `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${pulled.sizeBytes} bytes.`,
    )
    this.start(pod, container, node, pulled)
  }

  private pullFailed(pod: PodObject, container: VirtualContainer, node: RunningNode, error: unknown): void {
    const { image = '', imagePullPolicy } = container.spec
    // it ran here before: the image is on the machine, though this process no longer knows its settings
    if (container.imageID && imagePullPolicy !== 'Always') return this.start(pod, container, node, undefined)
    const now = performance.now()
    const message = error instanceof Error ? error.message : String(error)
    const reason = error instanceof ImagePullError ? error.reason : 'ErrImagePull'
    container.pullFailures += 1
    container.phase = {
      kind: 'pull-failed',
      reason,
      message,
      retryAt: now + backoffMs(container.pullFailures),
      announceAt: now + ANNOUNCE_BACKOFF_MS,
      announced: false,
    }
    this.context.events.warning(pod, this.source(node), 'Failed', `Failed to pull image "${image}": ${message}`)
    this.context.events.warning(pod, this.source(node), 'Failed', `Error: ${reason}`)
  }

  private start(pod: PodObject, container: VirtualContainer, node: RunningNode, image: PulledImage | undefined): void {
    container.start(image)
    this.context.events.normal(pod, this.source(node), 'Created', `Created container: ${container.spec.name}`)
    this.context.events.normal(pod, this.source(node), 'Started', `Started container ${container.spec.name}`)
  }

  private terminate(key: string, pod: PodObject, virtual: VirtualPod, node: RunningNode): void {
    const now = performance.now()
    const running = virtual.containers.filter(({ phase }) => phase.kind === 'running')
    if (virtual.stoppingSince === undefined) {
      virtual.stoppingSince = now
      for (const { spec } of running)
        this.context.events.normal(pod, this.source(node), 'Killing', `Stopping container ${spec.name}`)
    }
    const left = running.length > 0 ? virtual.stoppingSince + STOP_MS - now : 0
    if (left > 0) return this.queue.addAfter(key, left)
    for (const container of running) container.exit(0)
    this.report(pod, virtual, node)
    const { namespace, name = '', uid } = pod.metadata
    if (this.context.store.get('pods', key))
      this.context.api.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } })
  }

  private report(pod: PodObject, virtual: VirtualPod, node: RunningNode): void {
    const podIP = pod.spec.hostNetwork ? node.ip : virtual.ip
    const statuses = virtual.containers.map((container) => container.status())
    const key = objectKey(pod.metadata.namespace, pod.metadata.name ?? '')
    const current = this.context.store.get('pods', key)
    if (!current || current.metadata.uid !== pod.metadata.uid) return
    const status = podStatus(current, statuses, node.ip, podIP)
    this.context.api.modify('pods', current, (latest) => ({ ...latest, status }), 'status')
  }

  private source({ name }: RunningNode): { component: string; host: string } {
    return { component: 'kubelet', host: name }
  }
}
