import type { Tone } from '@/components/theme/tokens'
import type { BatchNodeStatus, BatchRecord } from '@/lib/batch/schema'
import type { ListSpec } from '@/lib/client/list-query'

// Repeated here so that the validator behind the schema stays out of the browser's bundle; a test keeps them equal.
export const BATCH_NODE_STATUSES = [
  'Draft',
  'Queued',
  'Installing',
  'Joining',
  'Installed',
  'Failed',
  'Cancelled',
] as const satisfies readonly BatchNodeStatus[]

export const CSV_COLUMNS = ['name', 'nodeType', 'arch', 'ip', 'port', 'sudoer', 'password'] as const
export const KEY_COLUMN = 'privateKey'

export const BATCH_TONE = {
  Draft: 'none',
  Installing: 'working',
  Failed: 'bad',
  Finished: 'good',
} as const satisfies Record<BatchRecord['status'], Tone>

export const BATCH_NODE_TONE = {
  Draft: 'none',
  Queued: 'none',
  Installing: 'working',
  Joining: 'working',
  Installed: 'good',
  Failed: 'bad',
  Cancelled: 'attention',
} as const satisfies Record<BatchNodeStatus, Tone>

export const batchListSpec = { sortable: ['createAt', 'updateAt'], filters: {} } as const satisfies ListSpec

export const batchNodeListSpec = {
  sortable: ['line', 'name', 'ip', 'status', 'statusAt', 'attempts'],
  filters: { status: BATCH_NODE_STATUSES },
} as const satisfies ListSpec
