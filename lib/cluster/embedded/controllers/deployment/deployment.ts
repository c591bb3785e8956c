import type { DeploymentObject, ReplicaSetObject } from '@/lib/cluster/kinds'
import { keyOf, objectKey } from '../../store/kind-map'
import { controllerOf, ownerReferenceTo, type Controller, type ControllerContext } from '../context'
import { WorkQueue } from '../work-queue'
import {
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  replicasOf,
  REVISION,
  revisionOf,
  rollingBounds,
  runsTemplate,
  sum,
  TEMPLATE_HASH,
  templateHash,
} from './rollout-math'
import { deploymentStatus, isComplete, untilDeadline } from './status'

const SOURCE = { component: 'deployment-controller' }
const MAX_COLLISIONS = 20

interface Rollout {
  deployment: DeploymentObject
  fresh: ReplicaSetObject | undefined
  old: ReplicaSetObject[]
}

/** Deployment → ReplicaSets: rolling update or recreate, revisions, history, progress. */
export class DeploymentController implements Controller {
  private readonly queue: WorkQueue
  private readonly unsubscribes: (() => void)[]

  constructor(private readonly context: ControllerContext) {
    this.queue = new WorkQueue('deployment', (key) => this.reconcile(key), context.log)
    const onOwned = (object: ReplicaSetObject): void => {
      const owner = controllerOf(object)
      if (owner?.kind === 'Deployment') this.queue.add(objectKey(object.metadata.namespace, owner.name))
    }
    this.unsubscribes = [
      context.store.subscribe('deployments', ({ key }) => this.queue.add(key)),
      context.store.subscribe('replicasets', ({ object }) => onOwned(object)),
      // a Recreate goes on only when the last old pod is really gone
      context.store.subscribe('pods', ({ type, object }) => {
        if (type === 'DELETED') this.onPodGone(object.metadata.namespace, controllerOf(object)?.name)
      }),
    ]
    for (const deployment of context.store.values('deployments')) this.queue.add(keyOf(deployment))
  }

  private onPodGone(namespace: string | undefined, replicaSetName: string | undefined): void {
    const replicaSet = replicaSetName && this.context.store.get('replicasets', objectKey(namespace, replicaSetName))
    const owner = replicaSet ? controllerOf(replicaSet) : undefined
    if (owner) this.queue.add(objectKey(namespace, owner.name))
  }

  stop(): void {
    this.queue.stop()
    for (const unsubscribe of this.unsubscribes) unsubscribe()
  }

  private rollout(deployment: DeploymentObject): Rollout {
    const owned = this.context.store.byIndex('replicasets', 'controller', deployment.metadata.uid ?? '')
    const oldestFirst = owned.sort((a, b) => revisionOf(a) - revisionOf(b))
    const fresh = oldestFirst.find((replicaSet) => runsTemplate(replicaSet, deployment.spec.template))
    return { deployment, fresh, old: oldestFirst.filter((replicaSet) => replicaSet !== fresh) }
  }

  private reconcile(key: string): void {
    const deployment = this.context.store.get('deployments', key)
    if (!deployment) return
    if (deployment.metadata.deletionTimestamp) return this.updateStatus(this.rollout(deployment))
    const before = this.rollout(deployment)
    if (this.scaleOnlyActive(before)) return this.updateStatus(this.rollout(deployment))
    if (!deployment.spec.paused) {
      const withFresh = this.ensureFresh(before)
      if (deployment.spec.strategy?.type === 'Recreate') this.recreate(withFresh)
      else this.roll(withFresh)
      this.trimHistory(this.rollout(deployment))
    }
    this.updateStatus(this.rollout(this.context.store.get('deployments', key) ?? deployment))
  }

  /** Only the number of replicas was changed and one ReplicaSet runs: it is scaled without any rolling. */
  private scaleOnlyActive({ deployment, fresh, old }: Rollout): boolean {
    const active = [...(fresh ? [fresh] : []), ...old].filter((replicaSet) => replicasOf(replicaSet) > 0)
    const only = active[0]
    const wanted = deployment.spec.replicas ?? 1
    const desired = Number(only?.metadata.annotations?.[DESIRED_REPLICAS] ?? wanted)
    if (active.length !== 1 || !only || desired === wanted) return false
    this.scale(deployment, only, wanted)
    return true
  }

  private ensureFresh(rollout: Rollout): Rollout & { fresh: ReplicaSetObject } {
    const { deployment, old } = rollout
    const revision = Math.max(0, ...old.map(revisionOf)) + 1
    const fresh = rollout.fresh ? this.raiseRevision(rollout.fresh, revision) : this.createFresh(rollout, revision)
    const current = fresh.metadata.annotations?.[REVISION] ?? String(revision)
    if (deployment.metadata.annotations?.[REVISION] !== current) {
      // through status: the revision is the controller's note, and no new generation
      this.context.api.modify(
        'deployments',
        deployment,
        (now) => ({
          ...now,
          metadata: { ...now.metadata, annotations: { ...now.metadata.annotations, [REVISION]: current } },
        }),
        'status',
      )
    }
    return { deployment, old, fresh }
  }

  private raiseRevision(fresh: ReplicaSetObject, revision: number): ReplicaSetObject {
    if (revisionOf(fresh) >= revision) return fresh
    return this.context.api.modify('replicasets', fresh, (now) => ({
      ...now,
      metadata: { ...now.metadata, annotations: { ...now.metadata.annotations, [REVISION]: String(revision) } },
    }))
  }

  private createFresh({ deployment, old }: Rollout, revision: number): ReplicaSetObject {
    const { namespace, name } = deployment.metadata
    const { template, selector, minReadySeconds } = deployment.spec
    const hash = this.freeHash(deployment)
    const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash }
    const replicas = this.freshReplicas(deployment, 0, sum(old, replicasOf))
    const created = this.context.api.create('replicasets', namespace, {
      kind: 'ReplicaSet',
      apiVersion: 'apps/v1',
      metadata: {
        name: `${name}-${hash}`,
        labels,
        annotations: {
          ...withoutRevision(deployment.metadata.annotations),
          ...scaleNotes(deployment),
          [REVISION]: String(revision),
        },
        ownerReferences: [ownerReferenceTo(deployment)],
      },
      spec: {
        replicas,
        minReadySeconds,
        selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    })
    if (replicas > 0) this.noteScaling(deployment, created, 0, replicas)
    return created
  }

  private freeHash({ metadata, spec }: DeploymentObject): string {
    for (let collisions = 0; collisions < MAX_COLLISIONS; collisions++) {
      const hash = templateHash(spec.template, collisions)
      if (!this.context.store.get('replicasets', objectKey(metadata.namespace, `${metadata.name}-${hash}`))) return hash
    }
    throw new Error(`no free ReplicaSet name for deployment ${metadata.name}`)
  }

  private freshReplicas(deployment: DeploymentObject, current: number, oldReplicas: number): number {
    const wanted = deployment.spec.replicas ?? 1
    if (current >= wanted) return wanted
    if (deployment.spec.strategy?.type === 'Recreate') return oldReplicas > 0 ? current : wanted
    const room = wanted + rollingBounds(deployment).maxSurge - current - oldReplicas
    return room <= 0 ? current : current + Math.min(room, wanted - current)
  }

  private roll({ deployment, fresh, old }: Rollout & { fresh: ReplicaSetObject }): void {
    const target = this.freshReplicas(deployment, replicasOf(fresh), sum(old, replicasOf))
    const scaled = this.scale(deployment, fresh, target)
    this.shrinkOld(
      deployment,
      scaled,
      old.filter((replicaSet) => replicasOf(replicaSet) > 0),
    )
  }

  /** Old pods go as far as enough pods stay available: first those that are not available anyway. */
  private shrinkOld(deployment: DeploymentObject, fresh: ReplicaSetObject, old: ReplicaSetObject[]): void {
    const minAvailable = (deployment.spec.replicas ?? 1) - rollingBounds(deployment).maxUnavailable
    const freshUnavailable = replicasOf(fresh) - (fresh.status?.availableReplicas ?? 0)
    let spare = sum([fresh, ...old], replicasOf) - minAvailable - freshUnavailable
    const shrunk = old.map((replicaSet) => {
      const unavailable = Math.max(0, replicasOf(replicaSet) - (replicaSet.status?.availableReplicas ?? 0))
      const fewer = Math.max(0, Math.min(spare, unavailable))
      spare -= fewer
      return this.scale(deployment, replicaSet, replicasOf(replicaSet) - fewer)
    })
    let available = sum([fresh, ...shrunk], ({ status }) => status?.availableReplicas) - minAvailable
    for (const replicaSet of shrunk) {
      const fewer = Math.max(0, Math.min(available, replicasOf(replicaSet), Math.max(spare, 0)))
      available -= fewer
      spare -= fewer
      this.scale(deployment, replicaSet, replicasOf(replicaSet) - fewer)
    }
  }

  private recreate({ deployment, fresh, old }: Rollout & { fresh: ReplicaSetObject }): void {
    for (const replicaSet of old) this.scale(deployment, replicaSet, 0)
    const left = old.some(
      ({ metadata }) => this.context.store.byIndex('pods', 'controller', metadata.uid ?? '').length > 0,
    )
    if (!left) this.scale(deployment, fresh, deployment.spec.replicas ?? 1)
  }

  private scale(deployment: DeploymentObject, replicaSet: ReplicaSetObject, replicas: number): ReplicaSetObject {
    const before = replicasOf(replicaSet)
    const notes = scaleNotes(deployment)
    const scaled = this.context.api.modify('replicasets', replicaSet, (now) => ({
      ...now,
      metadata: { ...now.metadata, annotations: { ...now.metadata.annotations, ...notes } },
      spec: { ...now.spec, replicas, minReadySeconds: deployment.spec.minReadySeconds },
    }))
    if (replicas !== before) this.noteScaling(deployment, replicaSet, before, replicas)
    return scaled
  }

  private noteScaling(deployment: DeploymentObject, { metadata }: ReplicaSetObject, from: number, to: number): void {
    const direction = to > from ? 'up' : 'down'
    this.context.events.normal(
      deployment,
      SOURCE,
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${metadata.name} from ${from} to ${to}`,
    )
  }

  private trimHistory({ deployment, fresh, old }: Rollout): void {
    if (!isComplete(deployment, deploymentStatus(deployment, fresh, old))) return
    const idle = old.filter(
      (replicaSet) =>
        replicasOf(replicaSet) === 0 && !replicaSet.status?.replicas && !replicaSet.metadata.deletionTimestamp,
    )
    const excess = idle.length - (deployment.spec.revisionHistoryLimit ?? 10)
    for (const { metadata } of idle.slice(0, Math.max(0, excess)))
      this.context.api.delete('replicasets', metadata.namespace, metadata.name ?? '')
  }

  private updateStatus({ deployment, fresh, old }: Rollout): void {
    const status = deploymentStatus(deployment, fresh, old)
    this.context.api.modify('deployments', deployment, (current) => ({ ...current, status }), 'status')
    const wait = untilDeadline(deployment, status)
    if (wait !== undefined) this.queue.addAfter(keyOf(deployment), wait)
  }
}

function scaleNotes(deployment: DeploymentObject): Record<string, string> {
  const replicas = deployment.spec.replicas ?? 1
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + rollingBounds(deployment).maxSurge) }
}

function withoutRevision(annotations: Record<string, string> = {}): Record<string, string> {
  const { [REVISION]: _revision, 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...rest } = annotations
  return rest
}
