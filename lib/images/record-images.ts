import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import { refused } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import type { ArchiveImage } from '@/lib/registry/archive/image'
import { recordBlobs } from './blob-store'
import { addGarbage, rescue } from './garbage-store'
import { repositoryOf } from './repository-of'
import { NOT_MY_ORG } from './service'
import * as store from './store'
import { tagSortKey } from './tag-sort-key'

export interface PushedImage extends ArchiveImage {
  /** `<registry>/<project>/<org>/<image>:<tag>` */
  reference: string
}

/**
 * Notes images that the registry has by now, new or in place of what their tag named before.
 * @returns ids of the image records
 * @throws AppError 30000 when the org has gone meanwhile
 */
export async function recordImages(db: Tx, tenant: Tenant, orgName: string, images: PushedImage[]): Promise<number[]> {
  const org = await store.findOrg(db, tenant, orgName)
  if (!org) throw refused(NOT_MY_ORG)
  const ids: number[] = []
  for (const image of images) ids.push(await recordImage(db, tenant, org, image))
  return [...new Set(ids)]
}

async function recordImage(db: Tx, tenant: Tenant, org: store.OrgRow, image: PushedImage): Promise<number> {
  const { imageName, tag: imageVersion } = image
  const key = { orgId: org.id, imageName }
  const record = await db.image.upsert({
    where: { orgId_imageName: key },
    create: { ...tenant, ...key, orgName: org.orgName },
    update: { updateAt: new Date() },
  })
  const versionKey = { recordId: record.id, imageVersion }
  const before = await db.imageVersion.findUnique({ where: { recordId_imageVersion: versionKey } })
  const { imageId, digest, reference, sizeBytes, platforms, layers } = image
  const data = {
    imageId,
    digest,
    reference,
    sizeBytes: BigInt(sizeBytes),
    platforms: JSON.stringify(platforms),
    layers: JSON.stringify(layers),
  }
  const version = await db.imageVersion.upsert({
    where: { recordId_imageVersion: versionKey },
    create: {
      ...tenant,
      ...versionKey,
      tagSortKey: tagSortKey(imageVersion),
      imageName,
      orgName: org.orgName,
      ...data,
    },
    update: { ...data, updateAt: new Date() },
  })
  await recordBlobs(db, version.id, image.blobs)
  await rescue(db, repositoryOf(reference), digest)
  if (before && before.digest !== digest) await addGarbage(db, [before])
  return record.id
}

/** Orgs of one name in two clusters share their repositories: a tag belongs to whoever has it first. */
export async function refuseForeignTags(
  db: Tx,
  tenant: Tenant,
  orgName: string,
  images: ArchiveImage[],
): Promise<void> {
  for (const { imageName, tag } of images) {
    const foreign = await db.imageVersion.findFirst({
      where: { orgName, imageName, imageVersion: tag, clusterId: { not: tenant.clusterId } },
      select: { id: true },
    })
    if (foreign) throw failure('tagTaken', { tag: `${orgName}/${imageName}:${tag}` })
  }
}
