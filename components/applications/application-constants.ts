import type { ApplicationRecord, RestartPolicy, VersionStatus } from '@/lib/applications/schema'
import type { ListSpec } from '@/lib/client/list-query'

// Repeated here so that the validator behind the schema stays out of the browser's bundle; the types keep them equal.
export const APP_TYPES = ['UserDefine', 'System'] as const satisfies readonly ApplicationRecord['appType'][]
export const VERSION_STATUSES = ['Published', 'Unpublished', 'Offline'] as const satisfies readonly VersionStatus[]
export const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const satisfies readonly RestartPolicy[]

export const applicationListSpec = {
  sortable: ['appName', 'createAt', 'updateAt'],
  filters: { appType: APP_TYPES },
} as const satisfies ListSpec

export const versionListSpec = {
  sortable: ['version', 'status', 'createAt'],
  filters: { status: VERSION_STATUSES },
} as const satisfies ListSpec
