import type { Activity } from '@/lib/db/generated/sqlite/client'
import type { Call } from '@/lib/protocol/operation'
import { findStillThere, type StillThere } from './present'
import { activityRecord, type ActivityRecord, type ListActivityInput } from './schema'
import * as store from './store'

export async function listActivity(
  call: Call,
  input: ListActivityInput,
): Promise<{ total: number; activities: ActivityRecord[] }> {
  const { tenant } = call.caller
  const { total, items } = await store.listActivities(call.db, tenant, input)
  const stillThere = await findStillThere(call.db, tenant, items)
  return { total, activities: items.map((row) => toActivityRecord(row, stillThere)) }
}

function toActivityRecord(row: Activity, stillThere: StillThere): ActivityRecord {
  return activityRecord.parse({ ...row, at: row.at.toISOString(), exists: stillThere(row) })
}
