import type { VersionStatus } from '@/lib/applications/schema'

/** What changes a version. */
export type VersionAct = 'publish' | 'offline' | 'delete'

/** Publishing and taking offline go one way only: PROTOCOL.md §8. */
export const ACTS = {
  Unpublished: ['publish', 'delete'],
  Published: ['offline'],
  Offline: ['delete'],
} as const satisfies Record<VersionStatus, readonly VersionAct[]>

export const OPERATION = {
  publish: 'application/publishApplicationVersion',
  offline: 'application/offlineApplicationVersion',
  delete: 'application/deleteApplicationVersion',
} as const satisfies Record<VersionAct, string>
