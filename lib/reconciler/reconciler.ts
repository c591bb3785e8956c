import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Tenant } from '@/lib/auth/caller'
import type { Cluster } from '@/lib/cluster/cluster'
import { isClusterAway } from '@/lib/cluster/kube-error'
import type { Db } from '@/lib/db/db'
import { isDatabaseAway } from '@/lib/db/errors'
import type { Change } from '@/lib/events/change'
import type { ChangeFeed } from '@/lib/events/change-feed'
import { reconcileDeployment } from '@/lib/deployments/reconcile-deployment'
import { LeaseHeartbeats } from '@/lib/nodes/lease-heartbeats'
import { reconcileNode } from '@/lib/nodes/reconcile-node'
import { ClusterView } from './view'
import { WorkQueue } from './work-queue'

const CONCURRENCY = 16
/** Records that are not what is wanted are looked at again this often, in case a notice was lost. */
const RESYNC_MS = 5 * 60_000
/** Watches end now and then, and come back sooner than this. */
const TROUBLE_MS = 30_000
const NODE = 'node/'
const DEPLOYMENT = 'deployment/'
/** The key that adds every other. */
const ALL = 'all'

/** What the domains' parts of the reconciler work with. */
export interface Reconciling {
  readonly db: Db
  readonly cluster: Cluster
  readonly view: ClusterView
  readonly log: Logger
  /** Ends requests to the cluster that are under way when this process is to work no longer. */
  readonly signal: AbortSignal
  /** Tells the open pages. */
  changed(change: Omit<Change, 'observed'>): void
  /** Records changed in a way that is no news to anybody. */
  touched(tenant: Tenant): void
  /** Looks at these deployments again, as something that they depend on changed. */
  enqueueDeployments(deployUUIDs: readonly string[]): void
  /** Looks at this node again after a while. */
  requeueNode(uniqueName: string, ms: number): void
}

interface Parts {
  readonly db: Db
  readonly cluster: Cluster
  readonly log: Logger
  readonly changes: ChangeFeed
}

interface Options {
  /** The first workload waits for this: for what its pods need. */
  ready?: Promise<void>
}

/**
 * Makes the cluster what the records want, and the records what the cluster shows. Driven by watches and by the
 * change feed; each key (a node, a deployment) is brought from whatever state it is in to the wanted one, so that
 * the process may stop anywhere and start again.
 */
export class Reconciler {
  readonly #parts: Parts
  readonly #view: ClusterView
  readonly #queue: WorkQueue
  readonly #heartbeats: LeaseHeartbeats
  readonly #stopping = new AbortController()
  #unsubscribe: (() => void) | undefined
  #resync: NodeJS.Timeout | undefined

  constructor(
    parts: Parts,
    readonly options: Options = {},
  ) {
    this.#parts = parts
    const { log, db, cluster, changes } = parts
    // Each request under way listens to it; Node takes more than ten for a leak and says so.
    setMaxListeners(2 * CONCURRENCY, this.#stopping.signal)
    this.#view = new ClusterView(cluster, log, {
      onNode: (uniqueName) => this.#queue.add(NODE + uniqueName),
      onWorkload: (deployUUID) => this.#queue.add(DEPLOYMENT + deployUUID),
    })
    const reconciling: Reconciling = {
      db,
      cluster,
      log,
      signal: this.#stopping.signal,
      view: this.#view,
      changed: (change) => changes.publish({ ...change, observed: true }),
      touched: (tenant) => changes.touch(tenant),
      enqueueDeployments: (uuids) => uuids.forEach((uuid) => this.#queue.add(DEPLOYMENT + uuid)),
      requeueNode: (uniqueName, ms) => this.#queue.addAfter(NODE + uniqueName, ms),
    }
    this.#heartbeats = new LeaseHeartbeats({ db, cluster, log, touched: (tenant) => changes.touch(tenant) })
    this.#queue = new WorkQueue({
      log,
      concurrency: CONCURRENCY,
      isOutage: (error) => isClusterAway(error) || isDatabaseAway(error),
      work: (key) => {
        if (key === ALL) return this.#enqueueAll()
        if (key.startsWith(NODE)) return reconcileNode(reconciling, key.slice(NODE.length))
        return reconcileDeployment(reconciling, key.slice(DEPLOYMENT.length))
      },
    })
  }

  /** For how long the cluster has not told what changes; 0 where what the records say of it is current. */
  get staleMs(): number {
    return Math.max(...Object.values(this.#view.staleMs))
  }

  /** What is the matter, in a sentence; undefined while all is well. */
  get trouble(): string | undefined {
    const stale = Object.entries(this.#view.staleMs).filter(([, ms]) => ms > TROUBLE_MS)
    if (stale.length === 0) return undefined
    const kinds = stale.map(([kind]) => kind).join(', ')
    return `records are not current: ${kinds} have not been watched for ${Math.round(this.staleMs / 1000)} s`
  }

  /** Returns at once: the work begins when the cluster was seen whole, however long that takes. */
  start(): void {
    const { changes } = this.#parts
    const endings = [
      changes.subscribe((change) => {
        if (!change.observed) void this.#enqueueChanged(change)
      }),
      changes.onMissed(() => this.#queue.add(ALL)),
    ]
    this.#unsubscribe = () => endings.forEach((end) => end())
    this.#queue.add(ALL)
    void Promise.all([this.#view.start(), this.options.ready]).then(() => {
      this.#queue.start()
      this.#heartbeats.start()
    })
    this.#resync = setInterval(() => this.#queue.add(ALL), RESYNC_MS)
  }

  /** How many nodes and deployments wait to be looked at, or are being. */
  get queued(): number {
    return this.#queue.size
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#unsubscribe?.()
    clearInterval(this.#resync)
    await Promise.all([this.#queue.stop(), this.#view.stop(), this.#heartbeats.stop()])
  }

  /** Where the records cannot be read just now, all are looked at when they can be again. */
  async #enqueueChanged(change: Change): Promise<void> {
    try {
      await this.#enqueue(change)
    } catch (error) {
      this.#parts.log.warn({ err: error, change }, 'a change could not be looked up; all records will be')
      this.#queue.add(ALL)
    }
  }

  /** In the order in which the records were made. Sorted here: with an order, Prisma does not split long lists of ids. */
  async #enqueue({ kind, ids }: Change): Promise<void> {
    const where = { id: { in: [...ids] } }
    const { read } = this.#parts.db
    if (kind === 'node') {
      const rows = await read.node.findMany({ where, select: { id: true, uniqueName: true } })
      for (const row of rows.sort(byId)) this.#queue.add(NODE + row.uniqueName)
    } else if (kind === 'deployment') {
      const rows = await read.deployment.findMany({ where, select: { id: true, deployUUID: true } })
      for (const row of rows.sort(byId)) this.#queue.add(DEPLOYMENT + row.deployUUID)
    }
  }

  /** Every record, oldest first: what a stop interrupted, and what vanished from the cluster meanwhile. */
  async #enqueueAll(): Promise<void> {
    const { read } = this.#parts.db
    const orderBy = { id: 'asc' } as const
    for (const row of await read.node.findMany({ orderBy, select: { uniqueName: true } })) {
      this.#queue.add(NODE + row.uniqueName)
    }
    for (const row of await read.deployment.findMany({ orderBy, select: { deployUUID: true } })) {
      this.#queue.add(DEPLOYMENT + row.deployUUID)
    }
  }
}

const byId = (a: { id: number }, b: { id: number }) => a.id - b.id
