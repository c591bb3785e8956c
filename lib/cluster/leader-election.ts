import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { KubeClient } from './client'
import type { LeaseObject } from './kinds'
import { KubeError } from './kube-error'
import { LEASES } from './resources'

/** In milliseconds. Whoever leads stops `giveUp` after its last renewal, which is before others may take over. */
export interface ElectionTimes {
  /** Others take over when the lease was not renewed for this long. */
  lease: number
  giveUp: number
  retry: number
}

/** Another leads at most `lease` and one `retry` after the leader vanished. */
const TIMES: ElectionTimes = { lease: 8000, giveUp: 5000, retry: 1000 }

interface Options {
  client: KubeClient
  log: Logger
  namespace: string
  name: string
  /** Unlike that of any other process, also of one before on the same machine. */
  identity: string
  /** What the leader does; begun anew each time that this process comes to lead. */
  begin: () => Leading
  times?: ElectionTimes
}

export interface Leading {
  stop(): Promise<void>
}

/**
 * One of several processes leads, by a Lease as Kubernetes' own controllers use it. How old a renewal is, each process
 * measures by its own clock from when it saw it, so clocks need not agree. Two may work at once for a moment, as in
 * every election without fencing: what the leader does has to bear that.
 */
export class LeaderElection {
  readonly #options: Options
  readonly #times: ElectionTimes
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #leading: Leading | undefined
  #renewedAt = 0
  /** The lease of another, and since when it has not changed. */
  #seen: { resourceVersion: string; at: number } | undefined

  constructor(options: Options) {
    this.#options = options
    this.#times = options.times ?? TIMES
  }

  get isLeading(): boolean {
    return this.#leading !== undefined
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends what the leader does, then leaves the lease to others, who need not wait for its end. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    const led = this.isLeading
    await this.#stopLeading()
    if (led) await this.#leave()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      if (await this.#holds()) this.#lead()
      else if (this.isLeading && performance.now() - this.#renewedAt > this.#times.giveUp) await this.#stopLeading()
      await delay(this.#times.retry, undefined, { signal }).catch(() => undefined) // aborted: the loop ends
    }
  }

  #lead(): void {
    this.#renewedAt = performance.now()
    if (this.isLeading) return
    this.#options.log.info({ identity: this.#options.identity }, 'leading')
    this.#leading = this.#options.begin()
  }

  async #stopLeading(): Promise<void> {
    if (!this.#leading) return
    this.#options.log.info({ identity: this.#options.identity }, 'no longer leading')
    const leading = this.#leading
    this.#leading = undefined
    await leading.stop()
  }

  /** Whether the lease is this process's, after trying to take or renew it. */
  async #holds(): Promise<boolean> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(2 * this.#times.retry)])
    try {
      const lease = await this.#read(signal)
      if (lease === undefined) return await this.#create(signal)
      if (lease.spec?.holderIdentity !== this.#options.identity && !this.#isFree(lease)) {
        // Another took it over while this process could not renew.
        if (this.isLeading) await this.#stopLeading()
        return false
      }
      await this.#options.client.replace(LEASES, this.#taken(lease), signal)
      return true
    } catch (error) {
      // 409: another was faster; or the API server cannot be reached, and is asked again.
      if (error instanceof KubeError || signal.aborted) {
        this.#options.log.debug({ err: error }, 'the lease was not renewed')
        return false
      }
      throw error
    }
  }

  async #read(signal: AbortSignal): Promise<LeaseObject | undefined> {
    const { client, name, namespace } = this.#options
    try {
      return await client.get(LEASES, { name, namespace }, signal)
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined
      throw error
    }
  }

  async #create(signal: AbortSignal): Promise<true> {
    const { client, name, namespace } = this.#options
    const { apiVersion, kind } = LEASES
    await client.create(LEASES, this.#taken({ apiVersion, kind, metadata: { name, namespace } }), signal)
    return true
  }

  #isFree({ metadata: { resourceVersion = '' }, spec }: LeaseObject): boolean {
    if ((spec?.holderIdentity ?? '') === '') return true
    if (this.#seen?.resourceVersion !== resourceVersion) this.#seen = { resourceVersion, at: performance.now() }
    return performance.now() - this.#seen.at > this.#times.lease
  }

  #taken(lease: LeaseObject): LeaseObject {
    const now = microTime()
    const { spec = {} } = lease
    const isOwn = spec.holderIdentity === this.#options.identity
    return {
      ...lease,
      spec: {
        holderIdentity: this.#options.identity,
        leaseDurationSeconds: Math.ceil(this.#times.lease / 1000),
        acquireTime: isOwn ? (spec.acquireTime ?? now) : now,
        renewTime: now,
        leaseTransitions: (spec.leaseTransitions ?? 0) + (isOwn ? 0 : 1),
      },
    }
  }

  async #leave(): Promise<void> {
    const { client, log, name, namespace, identity } = this.#options
    const signal = AbortSignal.timeout(this.#times.giveUp)
    try {
      const lease = await client.get(LEASES, { name, namespace }, signal)
      if (lease.spec?.holderIdentity !== identity) return
      await client.replace(LEASES, { ...lease, spec: { ...lease.spec, holderIdentity: '' } }, signal)
    } catch (error) {
      log.warn({ err: error }, 'the lease could not be left: others take over when it ends')
    }
  }
}

/** As Kubernetes writes metav1.MicroTime. */
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z')
}
