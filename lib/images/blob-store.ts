import type { Tx } from '@/lib/db/db'
import { repositoryOf } from './repository-of'

/** In place of what the version was made of before. */
export async function recordBlobs(db: Tx, versionId: number, blobs: readonly { digest: string }[]): Promise<void> {
  await db.imageBlob.deleteMany({ where: { versionId } })
  await db.imageBlob.createMany({ data: blobs.map(({ digest }) => ({ versionId, digest })) })
}

/** A repository of the registry that has this blob, whoever's it is, as far as the records know. */
export async function findRepositoryWith(db: Tx, digest: string): Promise<string | undefined> {
  const found = await db.imageBlob.findFirst({
    where: { digest },
    select: { version: { select: { reference: true } } },
  })
  return found ? repositoryOf(found.version.reference) : undefined
}
