import { contains } from '@/lib/db/paging'
import { findApplications, findNodes, type Scope } from './store'

/** A word that so many applications or nodes have does not narrow a search down. */
const BROAD = 50

interface Places {
  word: string
  /** Ids of what has the word in its name; the best come first. */
  applications: number[]
  nodes: number[]
}

const ids = (records: readonly { id: number }[]) => records.map(({ id }) => id)
const isBroad = ({ applications, nodes }: Places) => applications.length > BROAD || nodes.length > BROAD
const sizeOf = ({ applications, nodes }: Places) => applications.length + nodes.length

/**
 * Deployments by the names of application and node: each word is part of one or the other. There may be a hundred
 * times as many of them as of applications and nodes, so these are found first, and deployments by their ids.
 */
export async function findDeployments(scope: Scope, words: readonly string[], limit: number) {
  const places = await Promise.all(words.map((word) => placesOf(scope, word)))
  if (places.length === 0 || places.some((place) => sizeOf(place) === 0)) return []
  const narrowest = places.filter((place) => !isBroad(place)).sort((a, b) => sizeOf(a) - sizeOf(b))[0]
  if (!narrowest) return findBroad(scope, words, limit)
  const rest = named(
    scope,
    words.filter((word) => word !== narrowest.word),
  )
  const on = (where: { applicationId: { in: number[] } } | { nodeId: { in: number[] } }) =>
    scope.db.deployment.findMany({
      where: { ...where, AND: rest },
      // As the index has them: the first few come without looking at all.
      orderBy: 'nodeId' in where ? { nodeId: 'asc' } : [{ applicationId: 'asc' }, { nodeId: 'asc' }],
      take: limit,
      select: SHOWN,
    })
  const found = [
    ...(await on({ applicationId: { in: narrowest.applications } })),
    ...(await on({ nodeId: { in: narrowest.nodes } })),
  ]
  return [...new Map(found.map((one) => [one.id, one])).values()].slice(0, limit)
}

async function placesOf(scope: Scope, word: string): Promise<Places> {
  const [applications, nodes] = await Promise.all([
    findApplications(scope, [word], BROAD + 1),
    findNodes(scope, [word], BROAD + 1),
  ])
  return { word, applications: ids(applications), nodes: ids(nodes) }
}

/** Words that many have: the first that come will do. */
function findBroad(scope: Scope, words: readonly string[], limit: number) {
  return scope.db.deployment.findMany({
    where: { ...scope.tenant, AND: named(scope, words) },
    orderBy: { id: 'desc' },
    take: limit,
    select: SHOWN,
  })
}

const SHOWN = { id: true, appName: true, version: true, nodeName: true, status: true } as const

function named({ provider }: Scope, words: readonly string[]) {
  return words.map((word) => ({
    OR: [{ appName: contains(provider, word) }, { nodeName: contains(provider, word) }],
  }))
}
