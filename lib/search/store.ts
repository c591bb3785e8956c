import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import { contains, startsWith } from '@/lib/db/paging'

export interface Scope {
  db: Tx
  provider: Provider
  tenant: Tenant
}

export function findNodes({ db, provider, tenant }: Scope, words: readonly string[], limit: number) {
  return bestFirst(matching(provider, ['name'], words), limit, (where, take) =>
    db.node.findMany({
      where: { ...tenant, ...where },
      orderBy: { name: 'asc' },
      take,
      select: { id: true, name: true, status: true },
    }),
  )
}

export function findOrgs({ db, provider, tenant }: Scope, words: readonly string[], limit: number) {
  const owner = { clusterId: tenant.clusterId, ownerGroupId: tenant.groupId, ownerUserId: tenant.userId }
  return bestFirst(matching(provider, ['orgName'], words), limit, (where, take) =>
    db.imageOrg.findMany({
      where: { ...owner, ...where },
      orderBy: { orgName: 'asc' },
      take,
      select: { orgName: true },
    }),
  )
}

export function findImages({ db, provider, tenant }: Scope, words: readonly string[], limit: number) {
  return bestFirst(matching(provider, ['imageName', 'orgName'], words), limit, (where, take) =>
    db.image.findMany({
      where: { ...tenant, ...where },
      orderBy: [{ imageName: 'asc' }, { orgName: 'asc' }],
      take,
      select: { orgName: true, imageName: true },
    }),
  )
}

/** By the tag and by the image's name: the newest tags of an image first. */
export function findImageVersions({ db, provider, tenant }: Scope, words: readonly string[], limit: number) {
  return bestFirst(matching(provider, ['imageVersion', 'imageName', 'orgName'], words), limit, (where, take) =>
    db.imageVersion.findMany({
      where: { ...tenant, ...where },
      orderBy: [{ imageName: 'asc' }, { orgName: 'asc' }, { tagSortKey: 'desc' }],
      take,
      select: { orgName: true, imageName: true, imageVersion: true },
    }),
  )
}

export function findApplications({ db, provider, tenant }: Scope, words: readonly string[], limit: number) {
  return bestFirst(matching(provider, ['appName'], words), limit, (where, take) =>
    db.application.findMany({
      where: { ...tenant, ...where },
      orderBy: { appName: 'asc' },
      take,
      select: { id: true, appName: true },
    }),
  )
}

interface Matching {
  /** Each word is part of one of the fields. */
  AND: Filter[]
  /** One of the fields begins with the first word. */
  begins: Filter
}
interface Filter {
  OR: Record<string, { contains: string } | { startsWith: string }>[]
}

/** How records are found by their names; undefined where no word was given, which finds nothing. */
function matching(provider: Provider, fields: readonly string[], words: readonly string[]): Matching | undefined {
  const [first] = words
  if (first === undefined) return undefined
  return {
    AND: words.map((word) => ({ OR: fields.map((field) => ({ [field]: contains(provider, word) })) })),
    begins: { OR: fields.map((field) => ({ [field]: startsWith(provider, first) })) },
  }
}

interface Where {
  AND: Filter[]
  NOT?: Filter
}

/** Those that begin with what was typed, then, as far as there is room, those that hold it elsewhere. */
async function bestFirst<T>(
  matched: Matching | undefined,
  limit: number,
  find: (where: Where, take: number) => Promise<T[]>,
): Promise<T[]> {
  if (matched === undefined) return []
  const { AND, begins } = matched
  const first = await find({ AND: [...AND, begins] }, limit)
  if (first.length >= limit) return first
  return [...first, ...(await find({ AND, NOT: begins }, limit - first.length))]
}
