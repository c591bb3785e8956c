import type { Logger } from 'pino'
import type { KubeClient } from './client'
import { discover, featureOf, FEATURES, type Feature, type FeatureName, type ServerOffer } from './discovery'
import { KubeError } from './kube-error'
import { missingRights } from './missing-rights'
import { describeRight, PURPOSES, rightsIn, type Right } from './rights'

/** What the server offers and allows changes when somebody installs something, or upgrades. */
const AGAIN_MS = 5 * 60_000
const RETRY_MS = 10_000
const LIMIT_MS = 30_000
/** In every version that the console works with. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([FEATURES.deployments.api, FEATURES.jobs.api, FEATURES.leases.api])

/** What a look at the cluster found. */
interface Findings {
  offer: ServerOffer
  /** Each with the verbs that lack. Undefined where the cluster does not tell. */
  missing: readonly Right[] | undefined
  /** Since when it is so, as far as was seen. */
  since: Date
}

interface Options {
  client: KubeClient
  /** Of the workloads. */
  namespace: string
  log: Logger
  /** Whether one of several processes has to lead. */
  several?: boolean
  /** What nobody asks of this cluster. */
  without?: readonly FeatureName[]
}

/**
 * Knows what the cluster offers and what it lets the console do: asked at the start, when the cluster is back, and now
 * and then. What lacks is written to the log when it is found, each right by its name.
 */
export class ClusterSurvey {
  readonly #options: Options
  readonly #rights: readonly Right[]
  #findings: Findings | undefined
  #told = ''
  #doubted = false
  #stop: AbortController | undefined
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<Findings | undefined> | undefined
  #unsubscribe: (() => void) | undefined

  constructor(options: Options) {
    this.#options = options
    this.#rights = rightsIn(options.namespace, options.several)
  }

  /** Undefined until the cluster could be asked. */
  get findings(): Findings | undefined {
    return this.#findings
  }

  /** What is not known to be missing counts as available: asking for it tells. */
  feature(name: FeatureName): Feature {
    return featureOf(name, this.#findings?.offer)
  }

  get missingFeatures(): Feature[] {
    const { without = [] } = this.#options
    const names = (Object.keys(FEATURES) as FeatureName[]).filter((name) => !without.includes(name))
    return names.map((name) => this.feature(name)).filter(({ available }) => !available)
  }

  get missingRights(): readonly Right[] {
    return this.#findings?.missing ?? []
  }

  start(): void {
    if (this.#stop) return
    this.#stop = new AbortController()
    this.#unsubscribe = this.#options.client.onBack(() => this.#lookIn(0))
    this.#lookIn(0)
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.()
    clearTimeout(this.#timer)
    this.#stop?.abort()
    await this.#looking
  }

  /**
   * Looks now, unless a look is under way; its end is waited for. Undefined where the cluster cannot be asked, or told of
   * less than before, which has to be seen twice.
   */
  look(): Promise<Findings | undefined> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#stop?.signal.aborted) return
    this.#timer = setTimeout(() => {
      void this.look().then((found) => this.#lookIn(found ? AGAIN_MS : RETRY_MS))
    }, ms)
    this.#timer.unref()
  }

  async #look(): Promise<Findings | undefined> {
    const { client, log } = this.#options
    const limit = AbortSignal.timeout(LIMIT_MS)
    const signal = this.#stop ? AbortSignal.any([this.#stop.signal, limit]) : limit
    try {
      const offer = await discover(client, signal)
      if (this.#isDoubtful(offer)) return undefined
      // A right to what is not there is not missed.
      const wanted = this.#rights.filter(({ group }) => group === '' || offer.apis.has(group))
      this.#found(offer, await this.#missing(wanted, signal))
      return this.#findings
    } catch (error) {
      if (!(error instanceof KubeError)) throw error
      log.debug({ err: error }, 'the cluster could not be asked what it offers')
      return undefined
    }
  }

  /** An API server that has just started does not tell of all its groups yet: what is gone has to be so twice. */
  #isDoubtful(offer: ServerOffer): boolean {
    const known = this.#findings?.offer.apis ?? ALWAYS_THERE
    this.#doubted = !this.#doubted && [...known].some((api) => !offer.apis.has(api))
    return this.#doubted
  }

  async #missing(wanted: readonly Right[], signal: AbortSignal): Promise<Right[] | undefined> {
    try {
      return await missingRights(this.#options.client, wanted, signal)
    } catch (error) {
      if (!(error instanceof KubeError) || error.unreachable) throw error
      this.#options.log.warn({ err: error }, 'the cluster does not tell which rights the console has')
      return undefined
    }
  }

  #found(offer: ServerOffer, missing: readonly Right[] | undefined): void {
    const news = JSON.stringify([offer.version, [...offer.apis], missing])
    const isNews = news !== this.#told
    this.#told = news
    this.#findings = { offer, missing, since: isNews ? new Date() : (this.#findings?.since ?? new Date()) }
    if (isNews) this.#tell(this.#findings)
  }

  #tell({ offer, missing }: Findings): void {
    const { log } = this.#options
    if (offer.unsupported !== '') log.error({ version: offer.version }, offer.unsupported)
    for (const { api, why } of this.missingFeatures) log.info({ api }, why)
    for (const right of missing ?? []) {
      const text = `the console lacks a right in the cluster: ${describeRight(right)} (${PURPOSES[right.purpose]})`
      log.warn({ right: describeRight(right), essential: right.essential ?? false }, text)
    }
    log.info({ version: offer.version, missingRights: missing?.length }, 'the cluster was looked at')
  }
}
