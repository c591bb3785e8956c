import type { Tx } from '@/lib/db/db'
import type { RegistryGarbage } from '@/lib/db/generated/sqlite/client'
import { repositoryOf } from './repository-of'

/** Why a registry keeps what was deleted here: it deletes nothing, the account may not, or a rule of its own forbids. */
export const KEPT_REASONS = ['unsupported', 'denied', 'policy'] as const
export type KeptReason = (typeof KEPT_REASONS)[number]

/** What is to leave the registry, kept until it has: written with the records that go, so neither is lost. */
export type GarbageRow = RegistryGarbage

export async function addGarbage(
  db: Tx,
  versions: { reference: string; imageVersion: string; digest: string }[],
): Promise<void> {
  const data = versions.map(({ reference, imageVersion: tag, digest }) => {
    return { repository: repositoryOf(reference), tag, digest }
  })
  await db.registryGarbage.createMany({ data })
}

/** What was to go is wanted again. */
export async function rescue(db: Tx, repository: string, digest: string): Promise<void> {
  await db.registryGarbage.deleteMany({ where: { repository, digest } })
}

/** `refused`: also what the registry has refused to delete. */
export function nextGarbage(db: Tx, afterId: number, refused: boolean): Promise<GarbageRow | null> {
  const where = { id: { gt: afterId }, ...(refused ? {} : { reason: '' }) }
  return db.registryGarbage.findFirst({ where, orderBy: { id: 'asc' } })
}

export async function noteKept(db: Tx, id: number, reason: KeptReason): Promise<void> {
  await db.registryGarbage.updateMany({ where: { id }, data: { reason } })
}

export interface KeptImages {
  count: number
  reason: KeptReason
}

/** What the registry has refused to delete, by why; `orgNames` are those whose images count, all where undefined. */
export async function keptByRegistry(db: Tx, orgNames?: ReadonlySet<string>): Promise<KeptImages[]> {
  const rows = await db.registryGarbage.groupBy({
    by: ['repository', 'reason'],
    where: { reason: { not: '' } },
    _count: { _all: true },
  })
  const mine = rows.filter(({ repository }) => orgNames?.has(repository.split('/').at(-2) ?? '') ?? true)
  return KEPT_REASONS.map((reason) => {
    const count = mine.filter((row) => row.reason === reason).reduce((sum, { _count }) => sum + _count._all, 0)
    return { reason, count }
  }).filter(({ count }) => count > 0)
}

export async function removeGarbage(db: Tx, id: number): Promise<void> {
  await db.registryGarbage.deleteMany({ where: { id } })
}

export interface Kept {
  tag: string
  digest: string
}

/** The tags and digests that records of this repository still need, whichever tenant's. */
export async function keptIn(db: Tx, repository: string): Promise<Kept[]> {
  const [imageName = '', orgName = ''] = repository.split('/').reverse()
  const rows = await db.imageVersion.findMany({
    where: { orgName, imageName },
    select: { reference: true, imageVersion: true, digest: true },
  })
  return rows
    .filter(({ reference }) => repositoryOf(reference) === repository)
    .map(({ imageVersion: tag, digest }) => ({ tag, digest }))
}
