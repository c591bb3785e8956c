import type { ActivityAction } from '@/lib/activity/schema'
import { recordActivity } from '@/lib/activity/store'
import { notFound, refused } from '@/lib/protocol/errors'
import type { Call } from '@/lib/protocol/operation'
import {
  archTypes,
  type ApplicationRecord,
  type ApplicationVersionRecord,
  type CreateApplicationInput,
  type ListApplicationInput,
  type ListApplicationVersionInput,
} from './schema'
import { deployCounts } from './deploy-counts'
import { versionManifest } from './manifest'
import * as store from './store'

interface Created {
  /** The application's name where this call made it, else "". */
  appCreated: string
  versionCreated: string
}

/** Makes the version, and the application when it is new: PROTOCOL.md §8. */
export async function createApplication(call: Call, input: CreateApplicationInput): Promise<Created> {
  const { tenant } = call.caller
  const fields = await versionFields(call, input)
  const present = await store.findApplication(call.db, tenant, input.appName)
  if (present && (await store.findVersion(call.db, tenant, input.appName, input.version))) {
    throw refused('application version exist')
  }
  const { appName, functionType, description } = input
  const app =
    present ??
    (await store.createApplication(call.db, { ...tenant, appName, functionType, description, appType: 'UserDefine' }))
  await store.createVersion(call.db, { ...fields, applicationId: app.id })
  // A version more or less is a change of the application too.
  if (present) await store.updateApplication(call.db, app.id, { updateAt: new Date() })
  await noteAct(call, 'versionCreated', appName, input.version)
  call.changed({ kind: 'application', ids: [app.id] })
  return { appCreated: present ? '' : appName, versionCreated: input.version }
}

/** What is kept of a version that is to be made, once its processors, ports and image are known to be good. */
async function versionFields(call: Call, input: CreateApplicationInput) {
  const { tenant } = call.caller
  if (!input.archType.every((arch) => archTypes.includes(arch))) throw refused('arch type not exist')
  if (input.network.type === 'PortMapping' && input.network.portMappings.length === 0)
    throw refused('need port mapping')
  const { orgName, containerImage: imageName, containerImageVersion: imageVersion } = input
  const image = await store.findImageVersion(call.db, tenant, { orgName, imageName, imageVersion })
  if (!image) throw refused('image version not exist')
  return {
    ...tenant,
    appName: input.appName,
    version: input.version,
    status: 'Unpublished',
    archType: [...new Set(input.archType)].join(';'),
    orgName,
    containerImage: imageName,
    containerImageVersion: imageVersion,
    containerImagePath: image.reference,
    cpuQuota: input.cpuQuota,
    maxCpuQuota: input.maxCpuQuota,
    memoryQuota: input.memoryQuota,
    maxMemoryQuota: input.maxMemoryQuota,
    restartPolicy: input.restartPolicy,
    network: JSON.stringify(input.network),
  }
}

/** What deploying a version would make, before there is such a version. */
export async function previewManifest(call: Call, input: CreateApplicationInput): Promise<{ manifest: string }> {
  const made = new Date()
  const unsaved = { id: 0, applicationId: 0, createAt: made, updateAt: made, publishAt: null, offlineAt: null }
  return manifestOf(call, { ...(await versionFields(call, input)), ...unsaved })
}

export async function describeManifest(call: Call, appName: string, version: string): Promise<{ manifest: string }> {
  return manifestOf(call, await requireVersion(call, appName, version))
}

function manifestOf(call: Call, version: store.VersionRow): { manifest: string } {
  return { manifest: versionManifest(version, call.app.cluster) }
}

export async function listApplications(
  call: Call,
  input: ListApplicationInput,
): Promise<{ total: number; apps: ApplicationRecord[] }> {
  const { total, items } = await store.listApplications(call.db, call.app.db.provider, call.caller.tenant, input)
  return { total, apps: await applicationRecords(call, items) }
}

/** @throws AppError `record not found` */
export async function describeApplication(call: Call, appName: string): Promise<{ app: ApplicationRecord }> {
  const row = await requireApplication(call, appName)
  const [app] = await applicationRecords(call, [row])
  if (!app) throw notFound()
  return { app }
}

async function applicationRecords(call: Call, rows: readonly store.ApplicationRow[]): Promise<ApplicationRecord[]> {
  const ids = rows.map(({ id }) => id)
  const deploysOf = await deployCounts(call.db, 'applicationId', ids)
  const versionsOf = await store.versionsOfApplications(call.db, ids)
  return rows.map((row) => store.toApplicationRecord(row, { deployCounts: deploysOf(row.id), ...versionsOf(row.id) }))
}

/** @throws AppError `record not found` */
export async function requireApplication(call: Call, appName: string): Promise<store.ApplicationRow> {
  const app = await store.findApplication(call.db, call.caller.tenant, appName)
  if (!app) throw notFound()
  return app
}

/** @throws AppError `record not found` */
export async function requireVersion(call: Call, appName: string, version: string): Promise<store.VersionRow> {
  const found = await store.findVersion(call.db, call.caller.tenant, appName, version)
  if (!found) throw notFound()
  return found
}

export async function deleteApplication(call: Call, appName: string): Promise<void> {
  const app = await requireApplication(call, appName)
  if ((await store.countDeployments(call.db, { applicationId: app.id })) > 0) throw refused('application deploy exist')
  if ((await store.countVersions(call.db, app.id)) > 0) throw refused('application version exist')
  await store.deleteApplication(call.db, app.id)
  await noteAct(call, 'deleted', appName)
  call.changed({ kind: 'application', ids: [app.id] })
}

export async function listVersions(
  call: Call,
  input: ListApplicationVersionInput,
): Promise<{ total: number; appVersions: ApplicationVersionRecord[] }> {
  const app = await requireApplication(call, input.appName)
  const { total, items } = await store.listVersions(call.db, call.app.db.provider, app.id, input)
  const ids = items.map(({ id }) => id)
  const countsOf = await deployCounts(call.db, 'applicationVersionId', ids)
  return { total, appVersions: items.map((row) => store.toVersionRecord(row, countsOf(row.id))) }
}

/** @throws AppError `record not found` */
export async function describeVersion(
  call: Call,
  appName: string,
  version: string,
): Promise<{ appVersion: ApplicationVersionRecord }> {
  const row = await requireVersion(call, appName, version)
  const countsOf = await deployCounts(call.db, 'applicationVersionId', [row.id])
  return { appVersion: store.toVersionRecord(row, countsOf(row.id)) }
}

/** Unpublished → Published. */
export async function publishVersion(call: Call, appName: string, version: string): Promise<void> {
  const found = await requireVersion(call, appName, version)
  if (found.status !== 'Unpublished') throw refused('change app version fail')
  await store.updateVersion(call.db, found.id, { status: 'Published', publishAt: new Date() })
  await store.updateApplication(call.db, found.applicationId, { latestPubVersion: version })
  await noteAct(call, 'published', appName, version)
  call.changed({ kind: 'application', ids: [found.applicationId] })
}

/** Published → Offline: it runs on where it runs, and can no longer be deployed. */
export async function offlineVersion(call: Call, appName: string, version: string): Promise<void> {
  const found = await requireVersion(call, appName, version)
  if (found.status !== 'Published') throw refused('change app version fail')
  await store.updateVersion(call.db, found.id, { status: 'Offline', offlineAt: new Date() })
  const latestPubVersion = await store.latestPublished(call.db, found.applicationId)
  await store.updateApplication(call.db, found.applicationId, { latestPubVersion })
  await noteAct(call, 'offline', appName, version)
  call.changed({ kind: 'application', ids: [found.applicationId] })
}

export async function deleteVersion(call: Call, appName: string, version: string): Promise<void> {
  const found = await requireVersion(call, appName, version)
  if ((await store.countDeployments(call.db, { applicationVersionId: found.id })) > 0)
    throw refused('application deploy exist')
  if (found.status === 'Published') throw refused('delete failed! status is published')
  await store.deleteVersion(call.db, found.id)
  await store.updateApplication(call.db, found.applicationId, { updateAt: new Date() })
  await noteAct(call, 'versionDeleted', appName, version)
  call.changed({ kind: 'application', ids: [found.applicationId] })
}

function noteAct(
  { db, caller }: Call,
  action: ActivityAction<'application'>,
  appName: string,
  version = '',
): Promise<void> {
  return recordActivity(db, caller.tenant, [{ kind: 'application', action, appName, version, actor: caller.userName }])
}
