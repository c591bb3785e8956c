import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import type { OrgRow } from './store'

/** What a page of orgs or images says of what is in them: a query or two for the whole page. */

export async function orgTotals(
  db: Tx,
  tenant: Tenant,
  orgs: readonly OrgRow[],
): Promise<Map<string, { imageCount: number; sizeBytes: number }>> {
  const orgName = { in: orgs.map((org) => org.orgName) }
  const [images, versions] = await Promise.all([
    db.image.groupBy({ by: ['orgName'], where: { ...tenant, orgName }, _count: { _all: true } }),
    db.imageVersion.groupBy({ by: ['orgName'], where: { ...tenant, orgName }, _sum: { sizeBytes: true } }),
  ])
  const sizes = new Map(versions.map(({ orgName: name, _sum }) => [name, Number(_sum.sizeBytes ?? 0)]))
  return new Map(
    images.map(({ orgName: name, _count }) => [name, { imageCount: _count._all, sizeBytes: sizes.get(name) ?? 0 }]),
  )
}

/** By image record: the version that was pushed last. */
export async function latestVersions(
  db: Tx,
  recordIds: readonly number[],
): Promise<Map<number, { imageVersion: string; sizeBytes: bigint }>> {
  const recordId = { in: [...recordIds] }
  const latest = await db.imageVersion.groupBy({ by: ['recordId'], where: { recordId }, _max: { updateAt: true } })
  const at = new Map(latest.map(({ recordId: id, _max }) => [id, _max.updateAt?.getTime()]))
  const times = latest.flatMap(({ _max }) => _max.updateAt ?? [])
  const rows = await db.imageVersion.findMany({
    where: { recordId, updateAt: { in: times } },
    select: { recordId: true, imageVersion: true, sizeBytes: true, updateAt: true },
    orderBy: { id: 'asc' },
  })
  // Another image's time may be among the times; of one archive's tags the one recorded last stands.
  return new Map(
    rows.filter((row) => row.updateAt.getTime() === at.get(row.recordId)).map((row) => [row.recordId, row]),
  )
}
