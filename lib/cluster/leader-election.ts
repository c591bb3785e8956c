import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { KubeClient } from './client'
import type { LeaseObject } from './kinds'
import { KubeError } from './kube-error'
import { LEASES } from './resources'
import { microTime } from './time'

/** In milliseconds. */
export interface ElectionTimes {
  /** Others take over when the lease was not renewed for this long. */
  lease: number
  /** Whoever leads begins to stop this long after it sent its last renewal: what is left of `lease` is for the end. */
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
 * measures from when it saw it, by a clock that only goes forward: times of day need not agree and may jump. Two may
 * work at once for a moment, as in every election without fencing (a machine that was suspended does not know it):
 * what the leader does has to bear that.
 */
export class LeaderElection {
  readonly #options: Options
  readonly #times: ElectionTimes
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #leading: Leading | undefined
  /** Resolved when what the leader does has ended. */
  #ending = Promise.resolve()
  #expiry: NodeJS.Timeout | undefined
  #refusal: KubeError | undefined
  /** The lease of another, and since when it has not changed. */
  #seen: { resourceVersion: string; at: number } | undefined

  constructor(options: Options) {
    this.#options = options
    this.#times = options.times ?? TIMES
  }

  get isLeading(): boolean {
    return this.#leading !== undefined
  }

  /** Why the cluster does not let this process lead, where it said so last; undefined where one leads. */
  get refusal(): string | undefined {
    return this.#refusal?.message
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
      await this.#ending // it does not lead anew while what it did is still ending
      const asked = performance.now()
      if (await this.#holds()) this.#leadUntil(asked + this.#times.giveUp)
      await delay(this.#times.retry, undefined, { signal }).catch(() => undefined) // aborted: the loop ends
    }
  }

  /** Not by the loop, which waits for answers: a leader that gets none stops in time all the same. */
  #leadUntil(expiry: number): void {
    const leftMs = expiry - performance.now()
    if (leftMs <= 0) return // this process stood still meanwhile, and others may not have
    clearTimeout(this.#expiry)
    this.#expiry = setTimeout(() => void this.#stopLeading(), leftMs)
    if (this.isLeading) return
    this.#options.log.info({ identity: this.#options.identity }, 'leading')
    this.#leading = this.#options.begin()
  }

  #stopLeading(): Promise<void> {
    clearTimeout(this.#expiry)
    if (this.#leading) {
      this.#options.log.info({ identity: this.#options.identity }, 'no longer leading')
      this.#ending = this.#leading.stop()
      this.#leading = undefined
    }
    return this.#ending
  }

  /** Whether the lease is this process's, after trying to take or renew it. */
  async #holds(): Promise<boolean> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(2 * this.#times.retry)])
    try {
      const lease = await this.#read(signal)
      const isOthers = lease !== undefined && this.#isOthers(lease)
      if (lease === undefined) await this.#create(signal)
      else if (!isOthers) await this.#options.client.replace(LEASES, this.#taken(lease), signal)
      this.#refusal = undefined
      // Another took it over while this process could not renew.
      if (isOthers) await this.#stopLeading()
      return !isOthers
    } catch (error) {
      if (!(error instanceof KubeError)) throw error
      this.#failed(error)
      return false
    }
  }

  /** Once for each refusal, which stands until somebody grants what lacks; an outage passes. */
  #failed(error: KubeError): void {
    const { log, name, namespace } = this.#options
    // 409: another was faster.
    const isRefusal = !error.unreachable && error.status !== 409
    const before = this.#refusal
    const isNews = isRefusal && (before?.status !== error.status || before.reason !== error.reason)
    if (isRefusal) this.#refusal = error
    if (!isNews) log.debug({ err: error }, 'the lease was not renewed')
    else log.warn({ err: error, lease: name, namespace }, 'this process cannot lead: the cluster refuses the lease')
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

  async #create(signal: AbortSignal): Promise<void> {
    const { client, name, namespace } = this.#options
    const { apiVersion, kind } = LEASES
    await client.create(LEASES, this.#taken({ apiVersion, kind, metadata: { name, namespace } }), signal)
  }

  #isOthers({ metadata: { resourceVersion = '' }, spec }: LeaseObject): boolean {
    const holder = spec?.holderIdentity ?? ''
    if (holder === '' || holder === this.#options.identity) return false
    if (this.#seen?.resourceVersion !== resourceVersion) this.#seen = { resourceVersion, at: performance.now() }
    return performance.now() - this.#seen.at <= this.#times.lease
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
