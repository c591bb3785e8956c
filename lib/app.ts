import type { Logger } from 'pino'
import type { Auth } from '@/lib/auth/auth'
import type { Cluster } from '@/lib/cluster/cluster'
import type { Config } from '@/lib/config/config'
import type { Db } from '@/lib/db/db'
import type { ChangeFeed } from '@/lib/events/change-feed'
import type { Troubles } from '@/lib/health/troubles'
import type { UploadBoard } from '@/lib/images/upload-board'
import type { Metrics } from '@/lib/metrics/metrics'
import type { Registry } from '@/lib/registry/registry'

/** The parts of a running console, made once by `startApp` and handed to whatever needs them. */
export interface App {
  readonly config: Config
  readonly log: Logger
  readonly db: Db
  readonly auth: Auth
  readonly changes: ChangeFeed
  readonly cluster: Cluster
  readonly registry: Registry
  readonly uploads: UploadBoard
  readonly metrics: Metrics
  readonly troubles: Troubles
  /** Where browsers and edge nodes reach this console, without a slash at the end. */
  readonly publicUrl: string
  /** Aborted when the process is to end: streams that have no end of their own end then. */
  readonly stopping: AbortSignal
}
