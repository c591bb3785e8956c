import type { ActivityAction } from '@/lib/activity/schema'
import { recordActivity } from '@/lib/activity/store'
import { notFound, refused } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import type { Call } from '@/lib/protocol/operation'
import { addGarbage } from './garbage-store'
import { toImageRecord, toImageUse, toImageVersionRecord, toOrgRecord } from './records'
import type {
  ImageInput,
  ImageRecord,
  ImageUse,
  ImageVersionInput,
  ImageVersionRecord,
  ListImageInput,
  ListImageUseInput,
  ListImageVersionInput,
  ListOrgInput,
  OrgRecord,
  UploadProgress,
} from './schema'
import * as store from './store'
import { latestVersions, orgTotals } from './totals-store'
import { findUser, listUses, usesByImage, usesByTag } from './use-store'

/** To the letter of PROTOCOL.md §4. */
export const NOT_MY_ORG = 'I don`t have this org'

export async function createOrg(call: Call, orgName: string): Promise<OrgRecord> {
  const { tenant } = call.caller
  if (await store.findOrgOfCluster(call.db, tenant.clusterId, orgName)) {
    throw failure('orgExists', { name: orgName })
  }
  const org = await store.createOrg(call.db, tenant, orgName)
  await noteAct(call, 'orgCreated', orgName)
  call.changed({ kind: 'image', ids: [org.id] })
  return toOrgRecord(org)
}

export async function listOrgs(call: Call, input: ListOrgInput): Promise<{ total: number; imageOrgs: OrgRecord[] }> {
  const { tenant } = call.caller
  const { total, items } = await store.listOrgs(call.db, call.app.db.provider, tenant, input)
  const totals = await orgTotals(call.db, tenant, items)
  return { total, imageOrgs: items.map((org) => toOrgRecord(org, totals.get(org.orgName))) }
}

export async function deleteOrg(call: Call, orgName: string): Promise<void> {
  const org = await store.findOrg(call.db, call.caller.tenant, orgName)
  if (!org) throw notFound()
  if ((await store.countImages(call.db, org.id)) > 0) throw refused('org images not empty')
  await store.deleteOrg(call.db, org.id)
  await noteAct(call, 'orgDeleted', orgName)
  call.changed({ kind: 'image', ids: [org.id] })
}

export async function listImages(call: Call, input: ListImageInput): Promise<{ total: number; images: ImageRecord[] }> {
  const { total, items } = await store.listImages(call.db, call.app.db.provider, call.caller.tenant, input)
  return { total, images: await toImageRecords(call, items) }
}

export async function describeImage(call: Call, input: ImageInput): Promise<{ image: ImageRecord }> {
  const [image] = await toImageRecords(call, [await requireImage(call, input)])
  if (!image) throw notFound()
  return { image }
}

async function toImageRecords(call: Call, images: store.ImageRow[]): Promise<ImageRecord[]> {
  const ids = images.map(({ id }) => id)
  const [latest, uses] = await Promise.all([
    latestVersions(call.db, ids),
    usesByImage(call.db, call.caller.tenant, images),
  ])
  return images.map((image) =>
    toImageRecord(image, {
      latest: latest.get(image.id),
      useCount: uses.get(`${image.orgName}/${image.imageName}`) ?? 0,
    }),
  )
}

/** @throws AppError `record not found` */
async function requireImage(call: Call, input: ImageInput): Promise<store.ImageRow> {
  const image = await store.findImage(call.db, call.caller.tenant, input)
  if (!image) throw notFound()
  return image
}

/** Takes away the records; the registry is cleaned afterwards by RegistryCleanup. */
export async function deleteImage(call: Call, input: ImageInput): Promise<void> {
  const image = await requireImage(call, input)
  await refuseWhileUsed(call, input)
  await addGarbage(call.db, await store.versionsOf(call.db, image.id))
  await store.deleteImage(call.db, image.id)
  await noteAct(call, 'deleted', `${input.orgName}/${input.imageName}`)
  call.changed({ kind: 'image', ids: [image.id] })
}

export async function listImageVersions(
  call: Call,
  input: ListImageVersionInput,
): Promise<{ total: number; imageVersions: ImageVersionRecord[] }> {
  const image = await requireImage(call, input)
  const uses = await usesByTag(call.db, call.caller.tenant, input)
  const used = [...uses.keys()]
  const { total, items } = await store.listImageVersions(call.db, call.app.db.provider, image.id, input, used)
  return { total, imageVersions: items.map((row) => toImageVersionRecord(row, uses.get(row.imageVersion) ?? 0)) }
}

export async function describeImageVersion(
  call: Call,
  input: ImageVersionInput,
): Promise<{ imageVersion: ImageVersionRecord }> {
  const version = await requireImageVersion(call, input)
  const uses = await usesByTag(call.db, call.caller.tenant, input)
  return { imageVersion: toImageVersionRecord(version, uses.get(version.imageVersion) ?? 0) }
}

/** @throws AppError `record not found` where there is no such org, image or version */
export async function listImageUses(
  call: Call,
  input: ListImageUseInput,
): Promise<{ total: number; imageUses: ImageUse[] }> {
  const { tenant } = call.caller
  const { orgName, imageName, imageVersion } = input
  if (imageName === undefined) {
    if (!(await store.findOrg(call.db, tenant, orgName))) throw notFound()
  } else if (imageVersion === undefined) await requireImage(call, { orgName, imageName })
  else await requireImageVersion(call, { orgName, imageName, imageVersion })
  const { total, items } = await listUses(call.db, call.app.db.provider, tenant, input)
  return { total, imageUses: items.map(toImageUse) }
}

/** @throws AppError `record not found` */
export async function requireImageVersion(call: Call, input: ImageVersionInput): Promise<store.ImageVersionRow> {
  const version = await store.findImageVersion(call.db, call.caller.tenant, input)
  if (!version) throw notFound()
  return version
}

/** Takes away the record; the image stays, with or without versions, until it is deleted itself. */
export async function deleteImageVersion(call: Call, input: ImageVersionInput): Promise<void> {
  const version = await requireImageVersion(call, input)
  await refuseWhileUsed(call, input)
  await addGarbage(call.db, [version])
  await store.deleteImageVersion(call.db, version.id)
  await noteAct(call, 'versionDeleted', `${input.orgName}/${input.imageName}`, input.imageVersion)
  call.changed({ kind: 'image', ids: [version.recordId] })
}

/** PROTOCOL.md §7: what an application version uses is not deleted. */
async function refuseWhileUsed(call: Call, image: ImageInput & { imageVersion?: string }): Promise<void> {
  const { clusterId } = call.caller.tenant
  const user = await findUser(call.db, { ...image, clusterId })
  if (!user) return
  const { appName, version, containerImageVersion } = user
  const what = `${image.orgName}/${image.imageName}:${containerImageVersion}`
  throw failure('imageUsed', { what, version, app: appName })
}

function noteAct(
  { db, caller }: Call,
  action: ActivityAction<'image'>,
  imageName: string,
  version = '',
): Promise<void> {
  return recordActivity(db, caller.tenant, [{ kind: 'image', action, imageName, version, actor: caller.userName }])
}

/** @throws AppError `record not found` */
export function describeUpload(call: Call, { uploadId }: { uploadId: string }): Promise<{ upload: UploadProgress }> {
  const upload = call.app.uploads.find(call.caller.tenant, uploadId)
  return upload ? Promise.resolve({ upload }) : Promise.reject(notFound())
}
