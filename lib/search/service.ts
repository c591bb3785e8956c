import type { Call } from '@/lib/protocol/operation'
import { searchResult, type SearchInput, type SearchResult } from './schema'
import { findDeployments } from './deployment-store'
import * as store from './store'

/** More words than this only cost: the first ones have narrowed it down. */
const MOST_WORDS = 8

export async function search({ app, db, caller }: Call, { text, limit }: SearchInput): Promise<SearchResult> {
  const scope = { db, provider: app.db.provider, tenant: caller.tenant }
  const words = wordsOf(text, /\s+/)
  // A reference, such as shop/till:1.0, names an image by its parts.
  const parts = wordsOf(text, /[\s/:]+/)
  const [nodes, orgs, images, imageVersions, applications, deployments] = await Promise.all([
    store.findNodes(scope, words, limit),
    store.findOrgs(scope, words, limit),
    store.findImages(scope, parts, limit),
    store.findImageVersions(scope, parts, limit),
    store.findApplications(scope, words, limit),
    findDeployments(scope, words, limit),
  ])
  return searchResult.parse({ nodes, orgs, images, imageVersions, applications, deployments })
}

function wordsOf(text: string, between: RegExp): string[] {
  return [...new Set(text.split(between).filter((word) => word !== ''))].slice(0, MOST_WORDS)
}
