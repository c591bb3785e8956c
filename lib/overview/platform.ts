import type { App } from '@/lib/app'
import type { ClusterSurvey } from '@/lib/cluster/survey'
import { describeRight } from '@/lib/cluster/rights'
import { probe, type Probed } from './probe'
import type { Platform } from './schema'

/** How long a look holds; an outage is seen no later. */
const FRESH_MS = 10_000
/** A page waits no longer than this for cluster and registry. */
const LIMIT_MS = 2000

/** Whether cluster and registry can be reached, looked up when somebody asks and no more often than `FRESH_MS`. */
export class PlatformWatch {
  #last: { platform: Platform; atMs: number } | undefined
  #looking: Promise<Platform> | undefined

  constructor(readonly app: Pick<App, 'cluster' | 'registry' | 'stopping'>) {}

  get(): Promise<Platform> {
    if (this.#last && performance.now() - this.#last.atMs < FRESH_MS) return Promise.resolve(this.#last.platform)
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async #look(): Promise<Platform> {
    const { cluster, registry, stopping } = this.app
    const before = this.#last?.platform
    const [kubernetes, images] = await Promise.all([
      probe(stopping, LIMIT_MS, (signal) => cluster.client.version(signal)),
      probe(stopping, LIMIT_MS, (signal) => registry.client.ping(signal)),
    ])
    const platform: Platform = {
      kubernetes: {
        ...outcome(kubernetes, before?.kubernetes),
        embedded: cluster.embedded !== undefined,
        version: kubernetes.answer ?? before?.kubernetes.version ?? '',
        ...findingsOf(cluster.survey),
      },
      registry: {
        ...outcome(images, before?.registry),
        embedded: registry.embedded !== undefined,
        host: registry.host,
      },
    }
    this.#last = { platform, atMs: performance.now() }
    return platform
  }
}

function findingsOf({ findings, missingFeatures, missingRights }: ClusterSurvey) {
  return {
    unsupported: findings?.offer.unsupported ?? '',
    foundAt: findings?.since.toISOString() ?? null,
    missingFeatures: missingFeatures.map(({ name, api }) => ({ name, api })),
    missingRights: missingRights.map((right) => ({
      right: describeRight(right),
      purpose: right.purpose,
      essential: right.essential ?? false,
    })),
  }
}

function outcome({ error }: Probed<unknown>, before: { since: string | null } | undefined) {
  if (error === undefined) return { reachable: true, since: null, error: '' }
  return { reachable: false, since: before?.since ?? new Date().toISOString(), error }
}

const watches = new WeakMap<App, PlatformWatch>()

/** One for each running console. */
export function platformOf(app: App): Promise<Platform> {
  const watch = watches.get(app) ?? new PlatformWatch(app)
  watches.set(app, watch)
  return watch.get()
}
