import type { App } from '@/lib/app'
import { configWarnings } from '@/lib/config/warnings'
import { describeRight } from '@/lib/cluster/rights'
import { keptByRegistry, type KeptImages, type KeptReason } from '@/lib/images/garbage-store'
import { platformOf } from '@/lib/overview/platform'
import { probe } from '@/lib/overview/probe'
import type { Platform } from '@/lib/overview/schema'

interface PartHealth {
  ok: boolean
  /** What is wrong, in a sentence. */
  error?: string
  /** `embedded`, or what the part says of itself. */
  detail?: string
}

interface ClusterHealth extends PartHealth {
  embedded: boolean
  /** Like the next, left out until the cluster could be asked. Each with why it is missing. */
  missingFeatures?: string[]
  /** Such as `get pods/log in namespace default`. */
  missingRights?: string[]
}

interface RegistryHealth extends PartHealth {
  /** What was deleted here and is still in it, and why, in sentences. */
  keeps?: string[]
}

const TIMEOUT_MS = 3000
/** Why a registry keeps what was deleted here. */
const KEPT: Record<KeptReason, string> = {
  unsupported: 'the registry deletes nothing (docker-registry: storage.delete.enabled)',
  denied: 'the console’s account may not delete',
  policy: 'a rule of the registry forbids it',
}

/**
 * `GET /api/health`: what works, part by part, and by name what is set badly; 503 where something does not work. Anybody
 * may ask: cluster and registry are asked no more often than for the pages.
 */
export async function handleHealth(app: App): Promise<Response> {
  const [database, platform] = await Promise.all([askDatabase(app), platformOf(app)])
  const parts = {
    database: database.health,
    cluster: clusterHealth(app, platform.kubernetes),
    registry: registryHealth(platform.registry, database.kept),
  }
  const ok = Object.values(parts).every((part) => part.ok)
  const warnings = configWarnings(app).map(({ name }) => name)
  return Response.json({ ok, parts, warnings }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

async function askDatabase({ db, stopping }: App): Promise<{ health: PartHealth; kept: KeptImages[] }> {
  const { answer, error } = await probe(stopping, TIMEOUT_MS, async () => {
    await db.read.user.findFirst({ select: { id: true } })
    return keptByRegistry(db.read)
  })
  if (answer === undefined) return { health: { ok: false, error: error ?? '' }, kept: [] }
  return { health: { ok: true, detail: db.provider }, kept: answer }
}

/** With what the last look found: without some rights the console works in part, without others not at all. */
function clusterHealth({ cluster, troubles }: App, platform: Platform['kubernetes']): ClusterHealth {
  const { embedded, reachable, version } = platform
  if (!reachable) return { ok: false, error: platform.error, embedded }
  const health = { ok: true, detail: `${embedded ? 'embedded' : 'Kubernetes'} ${version}`, embedded }
  const { findings, missingFeatures, missingRights } = cluster.survey
  const lacking = {
    missingFeatures: missingFeatures.map(({ why }) => why),
    missingRights: missingRights.map((right) => describeRight(right)),
  }
  const essential = missingRights.filter((right) => right.essential).map((right) => describeRight(right))
  const errors = [
    findings?.offer.unsupported ?? '',
    essential.length === 0 ? '' : `the console may not ${essential.join('; ')}`,
    ...troubles.all,
  ].filter((error) => error !== '')
  return {
    ...health,
    ...(errors.length === 0 ? {} : { ok: false, error: errors.join('; ') }),
    ...(findings && lacking),
  }
}

function registryHealth(platform: Platform['registry'], kept: readonly KeptImages[]): RegistryHealth {
  const { embedded, reachable, error, host } = platform
  const health = reachable ? { ok: true, detail: embedded ? 'embedded' : host } : { ok: false, error }
  if (kept.length === 0) return health
  return { ...health, keeps: kept.map(({ count, reason }) => `${count} deleted images: ${KEPT[reason]}`) }
}
