import { tenantOf, type Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import type { Activity, Prisma } from '@/lib/db/generated/sqlite/client'
import { insertMany } from '@/lib/db/insert-many'
import { readPage, type Listed } from '@/lib/db/paging'
import type { ActivityAction, ActivityKind, ListActivityInput } from './schema'

/** Something that happened, with the names that it concerned; what is absent is empty. */
export type ActivityEntry = { [K in ActivityKind]: { kind: K; action: ActivityAction<K> } }[ActivityKind] & {
  nodeName?: string
  appName?: string
  version?: string
  imageName?: string
  reason?: string
  actor?: string
}

/** More than this is not counted, so that a page of a long history costs no more than one of a short. */
export const MOST_COUNTED = 10_000

/** In the transaction of the change itself: what happened is noted, or did not happen. */
export async function recordActivity(db: Tx, tenant: Tenant, entries: readonly ActivityEntry[]): Promise<void> {
  if (entries.length === 0) return
  const owner = tenantOf(tenant)
  await db.activity.createMany({ data: entries.map((entry) => ({ ...owner, ...entry })) })
}

const OF_NODE = {
  clusterId: 'integer',
  groupId: 'integer',
  userId: 'integer',
  kind: 'text',
  action: 'text',
  actor: 'text',
  nodeName: 'text',
  at: 'timestamp',
} as const

/** The same of thousands of nodes. */
export async function recordOfMany(
  db: Tx,
  provider: Provider,
  tenant: Tenant,
  entry: { kind: 'node'; action: ActivityAction<'node'>; actor: string },
  nodeNames: readonly string[],
): Promise<void> {
  const row = { ...tenantOf(tenant), ...entry, at: new Date() }
  await insertMany(
    db,
    provider,
    'Activity',
    OF_NODE,
    nodeNames.map((nodeName) => ({ ...row, nodeName })),
  )
}

/** Newest first; `total` counts no further than `MOST_COUNTED`. */
export function listActivities(db: Tx, tenant: Tenant, input: ListActivityInput): Promise<Listed<Activity>> {
  const { kind, nodeName, appName, version, imageName } = input
  const where: Prisma.ActivityWhereInput = {
    ...tenant,
    ...(kind === undefined ? {} : { kind }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(appName === undefined ? {} : { appName }),
    ...(version === undefined ? {} : { version }),
    ...(imageName === undefined ? {} : { imageName }),
  }
  return readPage(
    input,
    () => db.activity.count({ where, take: MOST_COUNTED }),
    (range) => db.activity.findMany({ where, orderBy: { id: 'desc' }, ...range }),
  )
}

const KEEP_MS = 90 * 24 * 3600_000
const MOST_KEPT = 1_000_000
export const CLEAR_BATCH = 5000

/**
 * Clears one batch of what is older than 90 days, or beyond the newest million.
 * @returns how many it cleared; as many as a batch has where there may be more
 */
export async function clearOldActivities(db: Tx): Promise<number> {
  const newest = await db.activity.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
  if (!newest) return 0
  const old = await db.activity.findMany({
    where: { OR: [{ at: { lt: new Date(Date.now() - KEEP_MS) } }, { id: { lte: newest.id - MOST_KEPT } }] },
    orderBy: { id: 'asc' },
    take: CLEAR_BATCH,
    select: { id: true },
  })
  if (old.length === 0) return 0
  const { count } = await db.activity.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
  return count
}
