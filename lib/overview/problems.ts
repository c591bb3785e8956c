import type { Tenant } from '@/lib/auth/caller'
import type { Provider, Tx } from '@/lib/db/db'
import { keptByRegistry } from '@/lib/images/garbage-store'
import { orgNamesOf } from '@/lib/images/store'
import { kubeEdgeVersion } from '@/lib/nodes/kubeedge-version'
import * as store from './problem-store'
import { PROBLEM_KINDS, type ListProblemInput, type Platform, type Problem } from './schema'

/** A registration whose machine has not joined for this long is forgotten or in trouble. */
const JOIN_MS = 24 * 3600_000
/** As long as Kubernetes gives a rollout by default. */
const STUCK_MS = 10 * 60_000
/** More nodes than this are one problem: a site without power must not hide everything else. */
const MOST_SINGLE = 5
const MOST_NAMED = 5

const blank = {
  since: null,
  newest: null,
  appName: '',
  version: '',
  status: '',
  reason: '',
  fixedIn: '',
  deployments: 0,
}
const noNodes = { count: 0, names: [] }
const iso = (time: Date | null) => time?.toISOString() ?? null

interface From {
  db: Tx
  provider: Provider
  tenant: Tenant
  platform: Platform
  now?: Date
}

/** What is wrong now: the worst first, of equals the newest first. */
export async function listProblems({ db, provider, tenant, platform, now = new Date() }: From, page: ListProblemInput) {
  const joinBound = new Date(now.getTime() - JOIN_MS)
  const stuckBound = new Date(now.getTime() - STUCK_MS)
  const [unreachable, notReady, notJoined, abnormal, stuck, vulnerable, kept] = await Promise.all([
    store.offlineNodes(db, tenant, false, MOST_SINGLE),
    store.offlineNodes(db, tenant, true, MOST_SINGLE),
    store.notJoinedNodes(db, tenant, joinBound, MOST_SINGLE),
    store.abnormalGroups(db, provider, tenant),
    store.stuckGroups(db, tenant, stuckBound),
    ofVulnerable(db, tenant),
    ofKeptImages(db, tenant),
  ])
  const groups = new Map<Problem, store.TroubledGroup>()
  for (const group of [...abnormal, ...stuck]) groups.set(ofGroup(group), group)
  const problems = [
    ...ofPlatform(platform),
    ...ofNodes('nodesOffline', unreachable),
    ...ofNodes('nodesOffline', notReady).map((problem) => ({ ...problem, status: 'notReady' })),
    ...ofNodes('nodesNotJoined', notJoined),
    ...vulnerable,
    ...kept,
    ...groups.keys(),
  ].sort(worstFirst)
  const from = (page.pageNum - 1) * page.pageSize
  const shown = problems.slice(from, from + page.pageSize)
  const namesOf = (group: store.TroubledGroup) =>
    abnormal.includes(group)
      ? store.abnormalNodes(db, provider, group, MOST_NAMED)
      : store.stuckNodes(db, group, stuckBound, MOST_NAMED)
  for (const problem of shown) {
    const group = groups.get(problem)
    if (group) problem.nodes.names = await namesOf(group)
  }
  return { total: problems.length, problems: shown }
}

async function ofKeptImages(db: Tx, tenant: Tenant): Promise<Problem[]> {
  const kept = await keptByRegistry(db, new Set(await orgNamesOf(db, tenant)))
  return kept.map(({ reason, count }) => ({ ...blank, kind: 'imagesKept', reason, images: count, nodes: noNodes }))
}

function worstFirst(a: Problem, b: Problem): number {
  const rank = PROBLEM_KINDS.indexOf(a.kind) - PROBLEM_KINDS.indexOf(b.kind)
  return rank === 0 ? (b.newest ?? '').localeCompare(a.newest ?? '') : rank
}

function ofPlatform({ kubernetes, registry }: Platform): Problem[] {
  const parts = [
    { kind: 'clusterUnreachable', ...kubernetes },
    { kind: 'registryUnreachable', ...registry },
  ] as const
  const unreachable = parts
    .filter(({ reachable }) => !reachable)
    .map(({ kind, since, error }) => ({ ...blank, kind, since, newest: since, reason: error, nodes: noNodes }))
  return [...unreachable, ...ofFindings(kubernetes)]
}

/** What the last look at the cluster found, also where it cannot be reached now. */
function ofFindings({ unsupported, missingRights, foundAt }: Platform['kubernetes']): Problem[] {
  const rights = missingRights.map(({ right }) => right).join('; ')
  const found = [
    { kind: 'clusterUnsupported', reason: unsupported },
    { kind: 'clusterRightsMissing', reason: rights },
  ] as const
  return found
    .filter(({ reason }) => reason !== '')
    .map((problem) => ({ ...blank, ...problem, since: foundAt, newest: foundAt, nodes: noNodes }))
}

function ofNodes(kind: 'nodesOffline' | 'nodesNotJoined', nodes: store.TroubledNodes): Problem[] {
  if (nodes.count > MOST_SINGLE) {
    const { count, deployments, oldest, newest, first } = nodes
    const names = first.map(({ name }) => name)
    const reason = first[0]?.outageReason ?? ''
    return [{ ...blank, kind, reason, since: iso(oldest), newest: iso(newest), deployments, nodes: { count, names } }]
  }
  return nodes.first.map(({ name, statusAt, outageReason: reason, deployments }) => {
    const since = iso(statusAt)
    return { ...blank, kind, reason, since, newest: since, deployments, nodes: { count: 1, names: [name] } }
  })
}

async function ofVulnerable(db: Tx, tenant: Tenant): Promise<Problem[]> {
  const groups = await store.vulnerableGroups(db, tenant)
  const problems = groups.map(async ({ kubeletVersion, advisories, count }): Promise<Problem> => {
    const names = await store.namesWithKubelet(db, tenant, kubeletVersion, MOST_NAMED)
    return {
      ...blank,
      kind: 'nodesVulnerable',
      nodes: { count, names },
      version: kubeEdgeVersion(kubeletVersion),
      reason: advisories.map(({ id }) => id).join(', '),
      fixedIn: advisories[0]?.fixedIn ?? '',
    }
  })
  return Promise.all(problems)
}

function ofGroup({ appName, version, status, reason, count, oldest, newest }: store.TroubledGroup): Problem {
  return {
    kind: status === 'Abnormal' ? 'deploymentsAbnormal' : 'deploymentsStuck',
    since: iso(oldest),
    newest: iso(newest),
    nodes: { count, names: [] },
    deployments: count,
    appName,
    version,
    status,
    reason,
    fixedIn: '',
  }
}
