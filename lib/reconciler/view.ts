import type { Logger } from 'pino'
import type { Cluster } from '@/lib/cluster/cluster'
import { Informer } from '@/lib/cluster/informer'
import type { DeploymentObject, JobObject, NodeObject, PodObject } from '@/lib/cluster/kinds'
import { DEPLOYMENTS, JOBS, NODES, PODS } from '@/lib/cluster/resources'
import { DEPLOY_LABEL } from '@/lib/deployments/workload'
import { stripDeployment, stripJob, stripNode, stripPod } from './strip'

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
  /** The pods of a deployment, by name; mostly there is one. */
  readonly #podsOf = new Map<string, string | readonly string[]>()

  constructor({ client, namespace }: Cluster, log: Logger, { onNode, onWorkload }: Listeners) {
    const ours = { namespace, labelSelector: DEPLOY_LABEL }
    this.nodes = new Informer({ client, log, resource: NODES, selection: {}, strip: stripNode, onChange: onNode })
    this.deployments = new Informer({
      client,
      log,
      resource: DEPLOYMENTS,
      selection: ours,
      strip: stripDeployment,
      onChange: onWorkload,
    })
    this.jobs = new Informer({ client, log, resource: JOBS, selection: ours, strip: stripJob, onChange: onWorkload })
    this.#pods = new Informer({
      client,
      log,
      resource: PODS,
      selection: ours,
      strip: stripPod,
      onChange: (name, pod, before) => {
        const deployUUID = (pod ?? before)?.metadata.labels?.[DEPLOY_LABEL]
        if (deployUUID === undefined) return
        this.#indexPod(deployUUID, name, pod)
        onWorkload(deployUUID)
      },
    })
  }

  podsOf(deployUUID: string): PodObject[] {
    return this.#podNames(deployUUID).flatMap((name) => this.#pods.get(name) ?? [])
  }

  /** By kind, for how long its watch has not told what changes; 0 while it does. */
  get staleMs() {
    const { nodes, deployments, jobs } = this
    return {
      nodes: nodes.staleMs,
      deployments: deployments.staleMs,
      jobs: jobs.staleMs,
      pods: this.#pods.staleMs,
    }
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

  #podNames(deployUUID: string): readonly string[] {
    const names = this.#podsOf.get(deployUUID) ?? []
    return typeof names === 'string' ? [names] : names
  }

  #indexPod(deployUUID: string, name: string, pod: PodObject | undefined): void {
    const others = this.#podNames(deployUUID).filter((other) => other !== name)
    const names = pod ? [...others, name] : others
    const [only] = names
    if (only === undefined) this.#podsOf.delete(deployUUID)
    else this.#podsOf.set(deployUUID, names.length === 1 ? only : names)
  }
}
