import type { Tx } from '@/lib/db/db'
import type { RegistryGarbage } from '@/lib/db/generated/sqlite/client'
import { parseReference } from '@/lib/registry/reference'

/** What is to leave the registry, kept until it has: written with the records that go, so neither is lost. */
export type GarbageRow = RegistryGarbage

/** The repository of a record's reference: the registry's address may have changed since, the path has not. */
export function repositoryOf(reference: string): string {
  const repository = parseReference(reference)?.repository
  if (repository === undefined) throw new Error(`the database holds an image reference that is none: ${reference}`)
  return repository
}

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

export function nextGarbage(db: Tx, afterId: number): Promise<GarbageRow | null> {
  return db.registryGarbage.findFirst({ where: { id: { gt: afterId } }, orderBy: { id: 'asc' } })
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
