import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Image, ImageOrg, ImageVersion, Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import type { ImageInput, ImageVersionInput, ListImageInput, ListImageVersionInput, ListOrgInput } from './schema'

export type OrgRow = ImageOrg
export type ImageRow = Image & { _count: { versions: number } }
export type ImageVersionRow = ImageVersion

const withCount = { include: { _count: { select: { versions: true } } } } as const

function owner({ clusterId, groupId, userId }: Tenant) {
  return { clusterId, ownerGroupId: groupId, ownerUserId: userId }
}

/** The org of this name, whoever owns it: names are unique per cluster. */
export function findOrgOfCluster(db: Tx, clusterId: number, orgName: string): Promise<OrgRow | null> {
  return db.imageOrg.findUnique({ where: { clusterId_orgName: { clusterId, orgName } } })
}

export function findOrg(db: Tx, tenant: Tenant, orgName: string): Promise<OrgRow | null> {
  return db.imageOrg.findFirst({ where: { ...owner(tenant), orgName } })
}

export function createOrg(db: Tx, tenant: Tenant, orgName: string): Promise<OrgRow> {
  return db.imageOrg.create({ data: { ...owner(tenant), orgName } })
}

export async function deleteOrg(db: Tx, id: number): Promise<void> {
  await db.imageOrg.delete({ where: { id } })
}

export function listOrgs(db: Tx, provider: Provider, tenant: Tenant, input: ListOrgInput): Promise<Listed<OrgRow>> {
  const where: Prisma.ImageOrgWhereInput = {
    ...owner(tenant),
    ...(input.search ? { orgName: contains(provider, input.search) } : {}),
  }
  return readPage(
    input,
    () => db.imageOrg.count({ where }),
    (range) => db.imageOrg.findMany({ where, orderBy: orderBy(input.sortBy, input.order), ...range }),
  )
}

/** Of all that are the tenant's. */
export async function orgNamesOf(db: Tx, tenant: Tenant): Promise<string[]> {
  const orgs = await db.imageOrg.findMany({ where: owner(tenant), select: { orgName: true } })
  return orgs.map(({ orgName }) => orgName)
}

export function countImages(db: Tx, orgId: number): Promise<number> {
  return db.image.count({ where: { orgId } })
}

export function findImage(db: Tx, tenant: Tenant, { imageName, orgName }: ImageInput): Promise<ImageRow | null> {
  return db.image.findFirst({ where: { ...tenant, orgName, imageName }, ...withCount })
}

export function listImages(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  input: ListImageInput,
): Promise<Listed<ImageRow>> {
  const where: Prisma.ImageWhereInput = {
    ...tenant,
    ...(input.search ? { imageName: contains(provider, input.search) } : {}),
    ...(input.orgName === undefined ? {} : { orgName: input.orgName }),
  }
  return readPage(
    input,
    () => db.image.count({ where }),
    (range) => db.image.findMany({ where, orderBy: imageOrder(input), ...range, ...withCount }),
  )
}

function imageOrder({ sortBy, order }: ListImageInput): Prisma.ImageOrderByWithRelationInput[] {
  if (sortBy !== 'versionCount') return orderBy(sortBy, order)
  const direction = order ?? 'asc'
  return [{ versions: { _count: direction } }, { id: direction }]
}

/** With all its versions (the foreign key takes them along). */
export async function deleteImage(db: Tx, id: number): Promise<void> {
  await db.image.delete({ where: { id } })
}

export function findImageVersion(db: Tx, tenant: Tenant, input: ImageVersionInput): Promise<ImageVersionRow | null> {
  const { imageName, orgName, imageVersion } = input
  return db.imageVersion.findFirst({ where: { ...tenant, imageName, orgName, imageVersion } })
}

export function versionsOf(db: Tx, recordId: number): Promise<ImageVersionRow[]> {
  return db.imageVersion.findMany({ where: { recordId } })
}

/** `used` are the tags that application versions run. */
export function listImageVersions(
  db: Tx,
  provider: Provider,
  recordId: number,
  input: ListImageVersionInput,
  used: readonly string[],
): Promise<Listed<ImageVersionRow>> {
  const { search, arch, use, sortBy, order } = input
  const where: Prisma.ImageVersionWhereInput = {
    recordId,
    AND: [
      search ? { imageVersion: contains(provider, search) } : {},
      use === undefined ? {} : { imageVersion: { [use === 'used' ? 'in' : 'notIn']: used } },
      // As `recordImages` writes it; the value is one of a list.
      arch === undefined ? {} : { platforms: { contains: `"architecture":"${arch}"` } },
    ],
  }
  return readPage(
    input,
    () => db.imageVersion.count({ where }),
    (range) =>
      db.imageVersion.findMany({
        where,
        orderBy: orderBy(sortBy === 'imageVersion' ? 'tagSortKey' : sortBy, order),
        ...range,
      }),
  )
}

export async function deleteImageVersion(db: Tx, id: number): Promise<void> {
  await db.imageVersion.delete({ where: { id } })
}
