import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { contains, orderBy, readPage, type Listed } from '@/lib/db/paging'
import type { ImageInput, ListImageUseInput } from './schema'

/** Which application versions use which images: PROTOCOL.md §7, what is used is not deleted. */

const useSelect = {
  appName: true,
  version: true,
  status: true,
  orgName: true,
  containerImage: true,
  containerImageVersion: true,
  createAt: true,
  _count: { select: { deployments: true } },
} as const

export type UseRow = Prisma.ApplicationVersionGetPayload<{ select: typeof useSelect }>

/** An application version that runs this image version, or any of the image's. */
export function findUser(
  db: Tx,
  { clusterId, orgName, imageName, imageVersion }: ImageInput & { clusterId: number; imageVersion?: string },
): Promise<{ appName: string; version: string; containerImageVersion: string } | null> {
  return db.applicationVersion.findFirst({
    where: { clusterId, orgName, containerImage: imageName, containerImageVersion: imageVersion },
    select: { appName: true, version: true, containerImageVersion: true },
    orderBy: { id: 'asc' },
  })
}

export function listUses(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  { orgName, imageName, imageVersion, ...input }: ListImageUseInput,
): Promise<Listed<UseRow>> {
  const where: Prisma.ApplicationVersionWhereInput = {
    ...tenant,
    orgName,
    containerImage: imageName,
    containerImageVersion: imageVersion,
    ...(input.search ? { appName: contains(provider, input.search) } : {}),
  }
  return readPage(
    input,
    () => db.applicationVersion.count({ where }),
    (range) =>
      db.applicationVersion.findMany({
        where,
        orderBy: orderBy(input.sortBy, input.order),
        select: useSelect,
        ...range,
      }),
  )
}

/** How many application versions use each of an image's versions, by tag; those that none uses are left out. */
export async function usesByTag(db: Tx, tenant: Tenant, image: ImageInput): Promise<Map<string, number>> {
  const found = await db.applicationVersion.groupBy({
    by: ['containerImageVersion'],
    where: { ...tenant, orgName: image.orgName, containerImage: image.imageName },
    _count: { _all: true },
  })
  return new Map(found.map(({ containerImageVersion, _count }) => [containerImageVersion, _count._all]))
}

/** How many application versions use each of the images, by `<org>/<image>`. */
export async function usesByImage(db: Tx, tenant: Tenant, images: readonly ImageInput[]): Promise<Map<string, number>> {
  const found = await db.applicationVersion.groupBy({
    by: ['orgName', 'containerImage'],
    where: {
      ...tenant,
      orgName: { in: [...new Set(images.map(({ orgName }) => orgName))] },
      containerImage: { in: [...new Set(images.map(({ imageName }) => imageName))] },
    },
    _count: { _all: true },
  })
  return new Map(found.map(({ orgName, containerImage, _count }) => [`${orgName}/${containerImage}`, _count._all]))
}
