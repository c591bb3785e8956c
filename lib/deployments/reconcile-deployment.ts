import { recordActivity } from '@/lib/activity/store'
import { tenantOf } from '@/lib/auth/caller'
import type { VersionRow } from '@/lib/applications/store'
import type { Informer } from '@/lib/cluster/informer'
import type { DeploymentObject, JobObject } from '@/lib/cluster/kinds'
import { hasReason, isClusterAway, KubeError } from '@/lib/cluster/kube-error'
import { DEPLOYMENTS, JOBS, type Resource } from '@/lib/cluster/resources'
import { retryOnConflict } from '@/lib/cluster/retry-on-conflict'
import type { Reconciling } from '@/lib/reconciler/reconciler'
import { clip, observeDeployment, observeJob, type ObservedDeployment } from './observed'
import { ownFieldsPatch } from './own-fields'
import type { DeploymentRow } from './store'
import { buildWorkload, PULL_SECRET_ANNOTATION, SPEC_HASH, type Workload } from './workload'

interface Wanted extends DeploymentRow {
  node: { status: string }
  applicationVersion: VersionRow
}

/** Brings a deployment's workload to what its record wants, and the record to what the workload shows: PROTOCOL.md §8. */
export async function reconcileDeployment(on: Reconciling, deployUUID: string): Promise<void> {
  const row = await on.db.read.deployment.findUnique({
    where: { deployUUID },
    include: { node: { select: { status: true } }, applicationVersion: true },
  })
  if (!row) return
  if (row.status === 'Deleting') return remove(on, row)
  // It has run to its end: only somebody who asks for it makes it run again, not a Job that was cleaned up.
  if (row.status === 'Completed') return
  const wanted = buildWorkload(row, row.applicationVersion, on.cluster)
  try {
    const present = await apply(on, row, wanted)
    if (present) await record(on, row, observe(on, row, present))
  } catch (error) {
    if (!isRefusal(error)) throw error
    await record(on, row, { status: 'Abnormal', reason: clip(error.message) })
    throw error
  }
}

/**
 * The cluster understood and said no: trying again soon will not help, and the operator should see why. "Not found" is
 * about the namespace: what is missing of the workload itself was dealt with where it was asked for.
 */
function isRefusal(error: unknown): error is KubeError {
  return error instanceof KubeError && !isClusterAway(error) && error.status !== 409
}

/** Deletes the workload; the record goes when the cluster says that there is none. */
async function remove(on: Reconciling, row: Wanted): Promise<void> {
  const gone = await Promise.all([
    removeKind(on, row, 'Deployment', row.applicationVersion.restartPolicy === 'Always'),
    removeKind(on, row, 'Job', row.applicationVersion.restartPolicy !== 'Always'),
  ])
  if (!gone.every(Boolean)) return // the watch brings the key back
  const { id, nodeName, appName, version } = row
  await on.db.write(async (tx) => {
    const { count } = await tx.deployment.deleteMany({ where: { id, status: 'Deleting' } })
    if (count > 0)
      await recordActivity(tx, row, [{ kind: 'deployment', action: 'removed', nodeName, appName, version }])
  })
  on.changed({ tenant: tenantOf(row), kind: 'deployment', ids: [id] })
}

/** @returns whether there is no such workload */
async function removeKind(on: Reconciling, row: Wanted, kind: Workload['kind'], expected: boolean): Promise<boolean> {
  const [resource, view] =
    kind === 'Job' ? ([JOBS, on.view.jobs] as const) : ([DEPLOYMENTS, on.view.deployments] as const)
  const present = view.get(row.deployUUID)
  if (present?.metadata.deletionTimestamp) return false
  // One that the view does not show may still be there: made a moment ago, or before a restart.
  if (!present && !expected) return true
  try {
    await on.cluster.client.delete(resource, { name: row.deployUUID, namespace: on.cluster.namespace }, on.signal)
    return false
  } catch (error) {
    if (!hasReason(error, 'NotFound')) throw error
    return true
  }
}

/** Makes or changes the workload where it differs; undefined while an old one is still on its way out. */
async function apply(on: Reconciling, row: Wanted, wanted: Workload): Promise<Workload | undefined> {
  if (wanted.kind === 'Job') {
    if (await leftover(on, row, 'Deployment')) return undefined
    const object = await applyJob(on, row, wanted.object)
    return object && { kind: 'Job', object }
  }
  if (await leftover(on, row, 'Job')) return undefined
  const object = await applyDeployment(on, row, wanted.object)
  return object && { kind: 'Deployment', object }
}

/** An update may change the kind of workload: the other kind's has to go first. */
async function leftover(on: Reconciling, row: Wanted, kind: Workload['kind']): Promise<boolean> {
  const view: Informer<DeploymentObject> | Informer<JobObject> = kind === 'Job' ? on.view.jobs : on.view.deployments
  return view.get(row.deployUUID) !== undefined && !(await removeKind(on, row, kind, false))
}

async function applyDeployment(on: Reconciling, row: Wanted, wanted: DeploymentObject) {
  const present = on.view.deployments.get(row.deployUUID)
  if (present?.metadata.deletionTimestamp) return undefined
  const lacksSecret = present !== undefined && lacksPullSecret(on, row, present, wanted)
  if (present && isSame(present, wanted) && !lacksSecret) return present
  const made = present ?? (await create(on, row, () => createOrGet(on, DEPLOYMENTS, wanted)))
  const object = isSame(made, wanted) && !lacksSecret ? made : await updateOrUndefined(on, wanted)
  if (object) on.view.deployments.wrote(object)
  return object
}

/** A Job's pod template cannot be changed: another one means another Job. */
async function applyJob(on: Reconciling, row: Wanted, wanted: JobObject) {
  const present = on.view.jobs.get(row.deployUUID)
  if (present?.metadata.deletionTimestamp) return undefined
  if (present && isSame(present, wanted) && !lacksPullSecret(on, row, present, wanted)) return present
  if (present && !(await removeKind(on, row, 'Job', false))) return undefined
  const object = await create(on, row, () => createOrGet(on, JOBS, wanted))
  on.view.jobs.wrote(object)
  if (!isSame(object, wanted)) await removeKind(on, row, 'Job', true)
  return isSame(object, wanted) ? object : undefined
}

/** Where nothing was made yet, or what was made is refused: tried again, it stays what it is until it goes well. */
const NOT_MADE = new Set(['Init', 'UpdateInit', 'Abnormal'])

/** One that vanished is `Init` again before it is made anew. */
async function create<T>(on: Reconciling, row: Wanted, make: () => Promise<T>): Promise<T> {
  if (!NOT_MADE.has(row.status)) {
    await record(on, row, { status: 'Init', reason: '' })
    row.status = 'Init'
  }
  return make()
}

async function createOrGet<T extends DeploymentObject | JobObject>(
  { cluster: { client }, signal }: Reconciling,
  resource: Resource<T>,
  wanted: T,
): Promise<T> {
  const { name = '', namespace } = wanted.metadata
  try {
    return await client.create(resource, wanted, signal)
  } catch (error) {
    if (!hasReason(error, 'AlreadyExists')) throw error
    // Made before a restart, or by a request whose answer was lost.
    return client.get(resource, { name, namespace }, signal)
  }
}

async function updateOrUndefined(
  { cluster: { client }, signal }: Reconciling,
  wanted: DeploymentObject,
): Promise<DeploymentObject | undefined> {
  const { name = '', namespace } = wanted.metadata
  const patch = ownFieldsPatch(wanted)
  try {
    return await retryOnConflict(() => client.patchStrategic(DEPLOYMENTS, { name, namespace }, patch, signal))
  } catch (error) {
    if (!hasReason(error, 'NotFound')) throw error
    return undefined // gone meanwhile: the watch says so, and it is made anew
  }
}

function isSame(present: DeploymentObject | JobObject, wanted: DeploymentObject | JobObject): boolean {
  return present.metadata.annotations?.[SPEC_HASH] === wanted.metadata.annotations?.[SPEC_HASH]
}

const CANNOT_PULL = new Set(['ErrImagePull', 'ImagePullBackOff'])

/**
 * Whether it has to be given the secret for pulls that was configured after it was made. One that runs is left as it
 * is until it changes anyway: naming the secret would restart it.
 */
function lacksPullSecret(
  on: Reconciling,
  row: Wanted,
  present: DeploymentObject | JobObject,
  wanted: DeploymentObject | JobObject,
): boolean {
  const secret = wanted.metadata.annotations?.[PULL_SECRET_ANNOTATION]
  if (secret === undefined || present.metadata.annotations?.[PULL_SECRET_ANNOTATION] === secret) return false
  const states = on.view.podsOf(row.deployUUID).flatMap(({ status }) => status?.containerStatuses ?? [])
  return states.some(({ state }) => CANNOT_PULL.has(state?.waiting?.reason ?? ''))
}

function observe(on: Reconciling, row: Wanted, { kind, object }: Workload): ObservedDeployment {
  const pods = on.view.podsOf(row.deployUUID)
  const offline = row.node.status === 'Offline'
  return kind === 'Job' ? observeJob(object, pods, offline) : observeDeployment(object, pods, offline)
}

/** Only while the record wants what it did when it was read: what was asked for meanwhile stands. */
async function record(on: Reconciling, row: Wanted, { status, reason }: ObservedDeployment): Promise<void> {
  if (row.status === status && row.reason === reason) return
  const { id, applicationVersionId, restartedAt, nodeName, appName, version } = row
  const where = { id, applicationVersionId, restartedAt, status: row.status }
  const isNew = row.status !== status
  const count = await on.db.write(async (tx) => {
    const data = isNew ? { status, reason, statusAt: new Date() } : { reason }
    const updated = await tx.deployment.updateMany({ where, data })
    const activity = { kind: 'deployment', action: status, nodeName, appName, version, reason } as const
    if (updated.count > 0 && isNew) await recordActivity(tx, row, [activity])
    return updated.count
  })
  if (count > 0) on.changed({ tenant: tenantOf(row), kind: 'deployment', ids: [id] })
}
