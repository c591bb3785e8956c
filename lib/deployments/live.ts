import { dumpYaml } from '@kubernetes/client-node'
import { findVersionById } from '@/lib/applications/store'
import { askCluster } from '@/lib/cluster/ask-cluster'
import type { Cluster } from '@/lib/cluster/cluster'
import { listObjectEvents, type ObjectEvent } from '@/lib/cluster/events'
import type { DeploymentObject, JobObject, PodObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { DEPLOYMENTS, JOBS, PODS } from '@/lib/cluster/resources'
import { readPodUsage } from '@/lib/cluster/usage'
import type { Call } from '@/lib/protocol/operation'
import { describePod } from './describe-pod'
import { requireDeployment } from './lists'
import type { DeployPod } from './live-schema'
import type { DeploymentInput } from './schema'
import { buildWorkload, DEPLOY_LABEL, type Workload } from './workload'

/** More than one deployment's pods ever are: old ones go when new ones run. */
const MAX_PODS = 50
/** Of so many of its newest pods the events are asked for. */
const MAX_PODS_ASKED = 5
const MAX_EVENTS = 200

/** @throws AppError `record not found`, or 40000 where the cluster cannot be reached */
export async function listDeployPods(call: Call, input: DeploymentInput): Promise<DeployPod[]> {
  const { row } = await requireDeployment(call, input)
  const pods = await askCluster(call.signal, 'the pods of the deployment', (signal) =>
    podsOf(call, row.deployUUID, signal),
  )
  return pods.map(describePod)
}

/** @throws AppError `record not found`, or 40000 where the cluster cannot be reached */
export async function listDeployUsage(call: Call, input: DeploymentInput) {
  const { row } = await requireDeployment(call, input)
  return askCluster(call.signal, 'what the pods of the deployment use', (signal) =>
    readPodUsage(call.app.cluster, `${DEPLOY_LABEL}=${row.deployUUID}`, MAX_PODS, signal),
  )
}

/**
 * What Kubernetes tells of the workload, of what it made, of its pods, and of the node that they are on, newest first.
 * @throws AppError `record not found`, or 40000 where the cluster cannot be reached
 */
export async function listDeployEvents(call: Call, input: DeploymentInput): Promise<ObjectEvent[]> {
  const { cluster } = call.app
  const { row, node } = await requireDeployment(call, input)
  return askCluster(call.signal, 'the events of the deployment', async (signal) => {
    const pods = (await podsOf(call, row.deployUUID, signal)).slice(0, MAX_PODS_ASKED)
    const { namespace } = cluster
    const kinds = ['Deployment', 'Job'].map((kind) => ({ kind, name: row.deployUUID, namespace }))
    const found = await Promise.all([
      eventsOfNode(cluster, node.uniqueName, signal),
      ...[...kinds, ...pods.flatMap(({ metadata }) => subjectsOf(metadata, namespace))].map((subject) =>
        listObjectEvents(cluster, subject, signal),
      ),
    ])
    const byUid = new Map(found.flat().map((event) => [event.uid, event]))
    return [...byUid.values()].sort((a, b) => (b.lastSeen ?? '').localeCompare(a.lastSeen ?? '')).slice(0, MAX_EVENTS)
  })
}

/** They are kept in another namespace: whoever may not see there still sees the deployment's own. */
async function eventsOfNode(cluster: Cluster, name: string, signal: AbortSignal): Promise<ObjectEvent[]> {
  try {
    return await listObjectEvents(cluster, { kind: 'Node', name }, signal)
  } catch (error) {
    if (hasReason(error, 'Forbidden')) return []
    throw error
  }
}

/** The pod, and the ReplicaSet that made it. */
function subjectsOf({ name = '', ownerReferences = [] }: PodObject['metadata'], namespace: string) {
  const sets = ownerReferences.filter(({ kind }) => kind === 'ReplicaSet')
  return [{ kind: 'Pod', name, namespace }, ...sets.map((set) => ({ kind: set.kind, name: set.name, namespace }))]
}

/** Newest first. */
export async function podsOf(call: Pick<Call, 'app'>, deployUUID: string, signal: AbortSignal): Promise<PodObject[]> {
  const { client, namespace } = call.app.cluster
  const selection = { namespace, labelSelector: `${DEPLOY_LABEL}=${deployUUID}` }
  const pods = await client.listSome(PODS, selection, MAX_PODS, signal)
  const made = ({ metadata }: PodObject) => metadata.creationTimestamp ?? ''
  return pods.sort((a, b) => made(b).localeCompare(made(a)))
}

/**
 * The workload's manifest as the cluster has it, or, while there is none, as it will be.
 * @throws AppError `record not found`, or 40000 where the cluster cannot be reached
 */
export async function describeDeployManifest(
  call: Call,
  input: DeploymentInput,
): Promise<{ manifest: string; live: boolean }> {
  const { row } = await requireDeployment(call, input)
  const version = await findVersionById(call.db, row.applicationVersionId)
  const wanted = buildWorkload(row, version, call.app.cluster)
  const live = await askCluster(call.signal, 'the manifest of the deployment', (signal) =>
    findWorkload(call, wanted, signal),
  )
  return { manifest: toYaml(live ?? wanted.object), live: live !== undefined }
}

async function findWorkload(
  call: Call,
  { kind, object }: Workload,
  signal: AbortSignal,
): Promise<DeploymentObject | JobObject | undefined> {
  const at = { name: object.metadata.name ?? '', namespace: object.metadata.namespace }
  const { client } = call.app.cluster
  try {
    return await (kind === 'Job' ? client.get(JOBS, at, signal) : client.get(DEPLOYMENTS, at, signal))
  } catch (error) {
    if (hasReason(error, 'NotFound')) return undefined
    throw error
  }
}

/** `managedFields` are most of an object's lines, and tell nobody anything. */
function toYaml(object: DeploymentObject | JobObject): string {
  const { managedFields: _, ...metadata } = object.metadata as typeof object.metadata & { managedFields?: unknown }
  return dumpYaml({ ...object, metadata }, { lineWidth: -1, noRefs: true })
}
