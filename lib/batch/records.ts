import { failureText, readFailure } from './failures'
import {
  BATCH_NODE_STATUSES,
  type BatchCounts,
  type BatchNodeRecord,
  type BatchNodeStatus,
  type BatchRecord,
} from './schema'
import type { BatchNodeRow, BatchRow } from './store'

export function toBatchNodeRecord(row: BatchNodeRow, batch: Pick<BatchRow, 'secret'>): BatchNodeRecord {
  const { id, line, name, nodeType, arch, ip, port, sudoer, attempts } = row
  const failure = readFailure(row.failure, row.failureParams)
  return {
    ...{ id, line, name, nodeType, arch, ip, port, sudoer, attempts },
    status: asStatus(row.status),
    statusAt: row.statusAt.toISOString(),
    errMsg: failure ? failureText(failure) : '',
    failure: failure ?? null,
    hasCredentials: row.secret !== '' || batch.secret !== '',
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
  }
}

export function toBatchRecord(row: BatchRow, byStatus: ReadonlyMap<string, number>): BatchRecord {
  const { id, clusterId, groupId, userId } = row
  const counts = Object.fromEntries(
    BATCH_NODE_STATUSES.map((status) => [status, byStatus.get(status) ?? 0]),
  ) as BatchCounts
  return {
    ...{ id, batchID: id, clusterId, groupId, userId, counts },
    status: statusOf(row, counts),
    errMsg: counts.Failed === 0 ? '' : `${counts.Failed} could not be installed`,
    proceedingFile: row.fileName,
    hasPrivateKey: row.secret !== '',
    nodeCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    createAt: row.createAt.toISOString(),
    updateAt: row.updateAt.toISOString(),
  }
}

function statusOf({ confirmedAt }: BatchRow, counts: BatchCounts): BatchRecord['status'] {
  if (!confirmedAt) return 'Draft'
  if (counts.Queued + counts.Installing + counts.Joining > 0) return 'Installing'
  return counts.Failed > 0 ? 'Failed' : 'Finished'
}

function asStatus(value: string): BatchNodeStatus {
  const status = BATCH_NODE_STATUSES.find((known) => known === value)
  if (!status) throw new Error(`the database holds a status of a batch's node that this build does not know: ${value}`)
  return status
}
