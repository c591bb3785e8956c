import type { Tenant } from '@/lib/auth/caller'

export const CHANGE_KINDS = ['node', 'image', 'application', 'deployment', 'batch'] as const

export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Records that were made, changed or taken away. */
export interface Change {
  readonly tenant: Tenant
  readonly kind: ChangeKind
  readonly ids: readonly number[]
  /** The reconciler saw it in the cluster: news for the pages, and nothing to reconcile. */
  readonly observed?: true
  /** Another process on the same database told it. */
  readonly remote?: true
}
