import type { Tx } from '@/lib/db/db'
import type { DeployCounts } from './schema'

const NONE: DeployCounts = { total: 0, running: 0, abnormal: 0 }

/** How the deployments of each of these applications, or of these versions, stand, in one query for all. */
export async function deployCounts(
  db: Tx,
  by: 'applicationId' | 'applicationVersionId',
  ids: number[],
): Promise<(id: number) => DeployCounts> {
  if (ids.length === 0) return () => NONE
  const where = { [by]: { in: ids } }
  const groups = await db.deployment.groupBy({ by: [by, 'status'], where, _count: { _all: true } })
  return summed(groups.map((group) => ({ id: group[by], status: group.status, count: group._count._all })))
}

/** Groups by status, added up for each id. */
export function summed(groups: readonly { id: number; status: string; count: number }[]): (id: number) => DeployCounts {
  const counts = new Map<number, DeployCounts>()
  for (const { id, status, count } of groups) {
    const { total, running, abnormal } = counts.get(id) ?? NONE
    counts.set(id, {
      total: total + count,
      running: running + (status === 'Running' ? count : 0),
      abnormal: abnormal + (status === 'Abnormal' ? count : 0),
    })
  }
  return (id) => counts.get(id) ?? NONE
}
