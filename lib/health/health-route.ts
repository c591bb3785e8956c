import type { App } from '@/lib/app'
import { configWarnings } from '@/lib/config/warnings'
import { describeRight } from '@/lib/cluster/rights'
import { keptByRegistry, type KeptReason } from '@/lib/images/garbage-store'

interface PartHealth {
  ok: boolean
  /** What is wrong, in a sentence. */
  error?: string
  /** `embedded`, or what the part says of itself. */
  detail?: string
}

/** Both are left out until the cluster could be asked. */
interface ClusterHealth extends PartHealth {
  /** Each with why it is missing. */
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

/** `GET /api/health`: what works, part by part, and by name what is set badly; 503 where something does not work. */
export async function handleHealth(app: App): Promise<Response> {
  const [database, cluster, registry] = await Promise.all([
    probe(async () => {
      await app.db.read.user.count()
      return app.db.provider
    }),
    probe(async (signal) => {
      const version = await app.cluster.client.version(signal)
      return `${app.cluster.embedded ? 'embedded' : 'Kubernetes'} ${version}`
    }),
    probe(async (signal) => {
      await app.registry.client.ping(signal)
      return app.registry.embedded ? 'embedded' : app.registry.host
    }),
  ])
  const parts = { database, cluster: withFindings(app, cluster), registry: await withKept(app, registry) }
  const ok = Object.values(parts).every((part) => part.ok)
  const warnings = configWarnings(app).map(({ name }) => name)
  return Response.json({ ok, parts, warnings }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

/** What the last look at the cluster found: without some rights the console works in part, without others not at all. */
function withFindings({ cluster: { survey } }: App, health: PartHealth): ClusterHealth {
  const { findings, missingFeatures, missingRights } = survey
  if (!health.ok || !findings) return health
  const lacking = {
    missingFeatures: missingFeatures.map(({ why }) => why),
    missingRights: missingRights.map((right) => describeRight(right)),
  }
  const { unsupported } = findings.offer
  const essential = missingRights.filter((right) => right.essential).map((right) => describeRight(right))
  if (unsupported !== '') return { ...health, ok: false, error: unsupported, ...lacking }
  if (essential.length === 0) return { ...health, ...lacking }
  return { ...health, ok: false, error: `the console may not ${essential.join('; ')}`, ...lacking }
}

async function withKept({ db }: App, health: PartHealth): Promise<RegistryHealth> {
  const kept = await keptByRegistry(db.read).catch(() => []) // the database's own part tells
  if (kept.length === 0) return health
  return { ...health, keeps: kept.map(({ count, reason }) => `${count} deleted images: ${KEPT[reason]}`) }
}

async function probe(check: (signal: AbortSignal) => Promise<string>): Promise<PartHealth> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), { once: true })
  })
  try {
    return { ok: true, detail: await Promise.race([check(signal), late]) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
  }
}
