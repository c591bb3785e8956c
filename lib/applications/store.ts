import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Application, ApplicationVersion, Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import {
  APP_TYPES,
  RESTART_POLICIES,
  VERSION_STATUSES,
  type ApplicationRecord,
  type ApplicationVersionRecord,
  type DeployCounts,
  type ListApplicationInput,
  type ListApplicationVersionInput,
} from './schema'

export type ApplicationRow = Application
export type VersionRow = ApplicationVersion

export function findApplication(db: Tx, tenant: Tenant, appName: string): Promise<ApplicationRow | null> {
  return db.application.findUnique({ where: { clusterId_groupId_userId_appName: { ...tenant, appName } } })
}

export function findVersion(db: Tx, tenant: Tenant, appName: string, version: string): Promise<VersionRow | null> {
  return db.applicationVersion.findFirst({ where: { ...tenant, appName, version } })
}

export function findVersionsByName(db: Tx, applicationId: number, versions: string[]): Promise<VersionRow[]> {
  return db.applicationVersion.findMany({ where: { applicationId, version: { in: versions } } })
}

export function findVersionById(db: Tx, id: number): Promise<VersionRow> {
  return db.applicationVersion.findUniqueOrThrow({ where: { id } })
}

/** The image version that a new application version runs; its organisation must be the tenant's too. */
export function findImageVersion(
  db: Tx,
  tenant: Tenant,
  image: { orgName: string; imageName: string; imageVersion: string },
): Promise<{ reference: string } | null> {
  return db.imageVersion.findFirst({ where: { ...tenant, ...image }, select: { reference: true } })
}

export function createApplication(db: Tx, data: Prisma.ApplicationUncheckedCreateInput): Promise<ApplicationRow> {
  return db.application.create({ data })
}

export function createVersion(db: Tx, data: Prisma.ApplicationVersionUncheckedCreateInput): Promise<VersionRow> {
  return db.applicationVersion.create({ data })
}

export async function updateVersion(db: Tx, id: number, data: Prisma.ApplicationVersionUpdateInput): Promise<void> {
  await db.applicationVersion.update({ where: { id }, data })
}

export async function updateApplication(db: Tx, id: number, data: Prisma.ApplicationUpdateInput): Promise<void> {
  await db.application.update({ where: { id }, data })
}

export async function deleteApplication(db: Tx, id: number): Promise<void> {
  await db.application.delete({ where: { id } })
}

export async function deleteVersion(db: Tx, id: number): Promise<void> {
  await db.applicationVersion.delete({ where: { id } })
}

export function countVersions(db: Tx, applicationId: number): Promise<number> {
  return db.applicationVersion.count({ where: { applicationId } })
}

export function countDeployments(
  db: Tx,
  where: { applicationId: number } | { applicationVersionId: number },
): Promise<number> {
  return db.deployment.count({ where })
}

/** How many versions each of these applications has, and which was made last: two queries for all. */
export async function versionsOfApplications(
  db: Tx,
  ids: number[],
): Promise<(id: number) => { versionCount: number; latestVersion: string }> {
  const where = { applicationId: { in: ids } }
  const groups = await db.applicationVersion.groupBy({
    by: ['applicationId'],
    where,
    _count: { _all: true },
    _max: { id: true },
  })
  const newest = await db.applicationVersion.findMany({
    where: { id: { in: groups.flatMap(({ _max }) => _max.id ?? []) } },
    select: { applicationId: true, version: true },
  })
  const names = new Map(newest.map(({ applicationId, version }) => [applicationId, version]))
  const counts = new Map(groups.map(({ applicationId, _count }) => [applicationId, _count._all]))
  return (id) => ({ versionCount: counts.get(id) ?? 0, latestVersion: names.get(id) ?? '' })
}

/** The version published last of those that still are. */
export async function latestPublished(db: Tx, applicationId: number): Promise<string> {
  const latest = await db.applicationVersion.findFirst({
    where: { applicationId, status: 'Published' },
    orderBy: [{ publishAt: 'desc' }, { id: 'desc' }],
    select: { version: true },
  })
  return latest?.version ?? ''
}

export function listApplications(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  input: ListApplicationInput,
): Promise<Listed<ApplicationRow>> {
  const where: Prisma.ApplicationWhereInput = {
    ...tenant,
    ...(input.search ? { appName: contains(provider, input.search) } : {}),
    ...(input.appType === 'All' ? {} : { appType: input.appType }),
    ...(input.published === undefined ? {} : { latestPubVersion: input.published ? { not: '' } : '' }),
  }
  return readPage(
    input,
    () => db.application.count({ where }),
    (range) => db.application.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

export function listVersions(
  db: Tx,
  provider: Provider,
  applicationId: number,
  input: ListApplicationVersionInput,
): Promise<Listed<VersionRow>> {
  const where: Prisma.ApplicationVersionWhereInput = {
    applicationId,
    ...(input.search ? { version: contains(provider, input.search) } : {}),
    ...(input.status ? { status: input.status } : {}),
  }
  return readPage(
    input,
    () => db.applicationVersion.count({ where }),
    (range) => db.applicationVersion.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

/** What a list says of each application besides its own row. */
type ApplicationCounts = Pick<ApplicationRecord, 'deployCounts' | 'latestVersion' | 'versionCount'>

export function toApplicationRecord(row: ApplicationRow, counts: ApplicationCounts): ApplicationRecord {
  return {
    ...row,
    ...counts,
    appType: known(APP_TYPES, row.appType),
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
  }
}

export function toVersionRecord(row: VersionRow, deployCounts: DeployCounts): ApplicationVersionRecord {
  const { applicationId: _, maxMemoryQuota, ...same } = row
  return {
    ...same,
    deployCounts,
    MaxMemoryQuota: maxMemoryQuota,
    status: known(VERSION_STATUSES, row.status),
    restartPolicy: known(RESTART_POLICIES, row.restartPolicy),
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
    publishAt: row.publishAt?.toISOString() ?? null,
    offlineAt: row.offlineAt?.toISOString() ?? null,
  }
}

function known<const V extends string>(values: readonly V[], value: string): V {
  const found = values.find((one) => one === value)
  if (found === undefined)
    throw new Error(`the database holds ${JSON.stringify(value)}, which this build does not know`)
  return found
}
