import type { Logger } from 'pino'
import { tenantOf, type Tenant } from '@/lib/auth/caller'
import type { Cluster } from '@/lib/cluster/cluster'
import type { LeaseObject } from '@/lib/cluster/kinds'
import { hasReason } from '@/lib/cluster/kube-error'
import { LEASES } from '@/lib/cluster/resources'
import type { Db } from '@/lib/db/db'

/** Each node has a Lease of its name there, which its kubelet renews about every ten seconds. */
const NAMESPACE = 'kube-node-lease'
const LEAST_PAUSE_MS = 15_000
/** A hundred thousand nodes are looked at every five minutes: the more there are, the less often each is written. */
const PAUSE_PER_NODE_MS = 3
/** Renewals are told to this much, so that those of many nodes are written as one. */
const STEP_MS = 10_000
const BATCH = 1000

interface Parts {
  readonly db: Db
  readonly cluster: Pick<Cluster, 'client'>
  readonly log: Logger
  /** Records of this tenant have changed in a way that is no news. */
  touched: (tenant: Tenant) => void
}

/**
 * Keeps the records' last heartbeat as new as the nodes' Leases: a kubelet tells its Node that it is well only every
 * five minutes. Lists them now and then; a watch would bring ten thousand renewals a second for as many nodes as that.
 */
export class LeaseHeartbeats {
  readonly #parts: Parts
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #complained = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    this.#begin()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await this.#round
  }

  #begin(): void {
    this.#round = this.#read().then((nodes) => {
      if (this.#stop.signal.aborted) return
      this.#timer = setTimeout(() => this.#begin(), Math.max(LEAST_PAUSE_MS, nodes * PAUSE_PER_NODE_MS))
    })
  }

  /** @returns how many Leases there are */
  async #read(): Promise<number> {
    const { cluster, log, db, touched } = this.#parts
    const { signal } = this.#stop
    const renewals = new Renewals()
    try {
      await cluster.client.listPages(LEASES, { namespace: NAMESPACE }, (page) => renewals.add(page), signal)
      for (const tenant of await writeHeartbeats(db, renewals.bySteps)) touched(tenant)
      this.#complained = false
    } catch (error) {
      if (!signal.aborted) this.#complain(log, error)
    }
    return renewals.count
  }

  /** Once: without Leases the heartbeats are those of the Nodes, and what is amiss is told elsewhere. */
  #complain(log: Logger, err: unknown): void {
    const level = this.#complained ? 'debug' : 'warn'
    this.#complained = true
    const why = hasReason(err, 'Forbidden') ? 'may not be read' : 'could not be read'
    log[level]({ err }, `the Leases of the nodes ${why}: their last heartbeat may be shown up to five minutes old`)
  }
}

/** The names of those that were renewed last within the same step, by its beginning. */
class Renewals {
  readonly bySteps = new Map<number, string[]>()
  count = 0

  add(leases: readonly LeaseObject[], now = Date.now()): void {
    for (const { metadata, spec } of leases) {
      this.count += 1
      // A node's clock may be ahead of ours; it was not heard from in the future.
      const at = Math.min(Date.parse(spec?.renewTime ?? ''), now)
      if (Number.isNaN(at) || metadata.name === undefined) continue
      const step = Math.floor(at / STEP_MS) * STEP_MS
      const names = this.bySteps.get(step) ?? []
      names.push(metadata.name)
      this.bySteps.set(step, names)
    }
  }
}

/**
 * Never back in time, but from the future: our clock was ahead when that was written, or is behind now.
 * @returns whose records were written
 */
async function writeHeartbeats(db: Db, renewals: ReadonlyMap<number, readonly string[]>): Promise<Tenant[]> {
  const future = new Date(Date.now() + STEP_MS)
  const tenants = new Map<string, Tenant>()
  for (const [step, names] of renewals) {
    const lastHeartbeat = new Date(step)
    for (let from = 0; from < names.length; from += BATCH) {
      const where = {
        uniqueName: { in: names.slice(from, from + BATCH) },
        OR: [{ lastHeartbeat: null }, { lastHeartbeat: { lt: lastHeartbeat } }, { lastHeartbeat: { gt: future } }],
      }
      const select = { clusterId: true, groupId: true, userId: true } as const
      const late = await db.read.node.findMany({ where, select, distinct: ['clusterId', 'groupId', 'userId'] })
      if (late.length === 0) continue
      await db.write((tx) => tx.node.updateMany({ where, data: { lastHeartbeat } }))
      for (const row of late) tenants.set(JSON.stringify(tenantOf(row)), tenantOf(row))
    }
  }
  return [...tenants.values()]
}
