import type { Logger } from 'pino'
import type { Cluster } from '@/lib/cluster/cluster'
import { Informer } from '@/lib/cluster/informer'
import type { DeploymentObject, JobObject, KubeObject, NodeObject, PodObject } from '@/lib/cluster/kinds'
import { DEPLOYMENTS, JOBS, NODES, PODS } from '@/lib/cluster/resources'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'

interface Listeners {
  onNode: (uniqueName: string) => void
  /** A workload, or a pod of it, changed. */
  onWorkload: (deployUUID: string) => void
}

/** What the cluster says, kept current by four watches. */
export class ClusterView {
  readonly nodes: Informer<NodeObject>
  readonly deployments: Informer<DeploymentObject>
  readonly jobs: Informer<JobObject>
  readonly #pods: Informer<PodObject>
  readonly #podsOf = new Map<string, Map<string, PodObject>>()

  constructor({ client, namespace }: Cluster, log: Logger, { onNode, onWorkload }: Listeners) {
    const ours = { namespace, labelSelector: DEPLOY_LABEL }
    this.nodes = new Informer({ client, log, resource: NODES, selection: {}, strip: stripNode, onChange: onNode })
    this.deployments = new Informer({
      client,
      log,
      resource: DEPLOYMENTS,
      selection: ours,
      strip,
      onChange: onWorkload,
    })
    this.jobs = new Informer({ client, log, resource: JOBS, selection: ours, strip, onChange: onWorkload })
    this.#pods = new Informer({
      client,
      log,
      resource: PODS,
      selection: ours,
      strip,
      onChange: (name, pod, before) => {
        const deployUUID = (pod ?? before)?.metadata.labels?.[DEPLOY_LABEL]
        if (deployUUID === undefined) return
        this.#indexPod(deployUUID, name, pod)
        onWorkload(deployUUID)
      },
    })
  }

  podsOf(deployUUID: string): PodObject[] {
    return [...(this.#podsOf.get(deployUUID)?.values() ?? [])]
  }

  get isConnected(): boolean {
    return this.#all().every((informer) => informer.isConnected)
  }

  async start(): Promise<void> {
    for (const informer of this.#all()) informer.start()
    await Promise.all(this.#all().map((informer) => informer.whenSynced()))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all().map((informer) => informer.stop()))
  }

  #all() {
    return [this.nodes, this.deployments, this.jobs, this.#pods]
  }

  #indexPod(deployUUID: string, name: string, pod: PodObject | undefined): void {
    const pods = this.#podsOf.get(deployUUID) ?? new Map<string, PodObject>()
    if (pod) pods.set(name, pod)
    else pods.delete(name)
    if (pods.size > 0) this.#podsOf.set(deployUUID, pods)
    else this.#podsOf.delete(deployUUID)
  }
}

/** `managedFields` and the last applied configuration are most of an object's bytes, and nobody here reads them. */
function strip<T extends KubeObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata as T['metadata'] & { managedFields?: unknown }
  const { 'kubectl.kubernetes.io/last-applied-configuration': __, ...annotations } = metadata.annotations ?? {}
  return { ...object, metadata: { ...metadata, annotations } }
}

function stripNode(node: NodeObject): NodeObject {
  const bare = strip(node)
  return bare.status?.images ? { ...bare, status: { ...bare.status, images: [] } } : bare
}
