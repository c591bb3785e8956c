import type { VersionStatus } from '@/lib/applications/schema'

/** What changes a version. */
export const VERSION_ACTS = ['publish', 'offline', 'delete'] as const
export type VersionAct = (typeof VERSION_ACTS)[number]

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

/** Whether a version in this state can be acted on so; one that is deployed may still not be deleted. */
export function allows(status: VersionStatus, act: VersionAct): boolean {
  const acts: readonly VersionAct[] = ACTS[status]
  return acts.includes(act)
}
