import type { Db } from '@/lib/db/db'
import { tagSortKey } from './tag-sort-key'

const BATCH = 500

/** Gives versions recorded before there was such a column their place in the order of tags. */
export async function fillTagSortKeys(db: Db): Promise<number> {
  let filled = 0
  for (let found = BATCH; found === BATCH; filled += found) {
    found = await db.write(async (tx) => {
      const rows = await tx.imageVersion.findMany({
        where: { tagSortKey: '' },
        select: { id: true, imageVersion: true, updateAt: true },
        take: BATCH,
      })
      for (const { id, imageVersion, updateAt } of rows) {
        // The image itself does not change, and when it was pushed stays what it was.
        await tx.imageVersion.update({ where: { id }, data: { tagSortKey: tagSortKey(imageVersion), updateAt } })
      }
      return rows.length
    })
  }
  return filled
}
