import { z } from 'zod'
import type { RegistryClient } from '@/lib/registry/client'
import { RegistryError } from '@/lib/registry/errors'
import { INDEX_MEDIA_TYPES } from '@/lib/registry/media-types'
import type { Kept } from './garbage-store'

const index = z.object({ manifests: z.array(z.object({ digest: z.string() })) })

interface Removal {
  repository: string
  tag: string
  digest: string
  /** What records of this repository still need. */
  kept: Kept[]
}

/** What indexes name, by `repository@digest`, for as long as somebody looks through many of them. */
export type KnownIndexes = Map<string, string[]>

const MAX_KNOWN = 20_000

/**
 * Takes an image out of the registry as far as its records allow. The API deletes manifests by digest, and all tags of
 * the manifest with it; so while another tag's record has the same digest, only the tag goes, where the registry can
 * delete a tag alone (where not, it stays and names what another tag names anyway). Safe to repeat.
 */
export async function removeFromRegistry(
  client: RegistryClient,
  removal: Removal,
  known: KnownIndexes = new Map(),
): Promise<void> {
  const { repository, tag, digest, kept } = removal
  if (kept.some((one) => one.digest === digest)) {
    if (!kept.some((one) => one.tag === tag)) await client.deleteTag(repository, tag)
    return
  }
  const lookUp = (of: string) => childrenOf(client, repository, of, known)
  const needed = await neededDigests(lookUp, kept)
  if (needed.has(digest)) return
  // Platforms' manifests first: once the index is gone, nothing tells which they were.
  for (const child of await lookUp(digest)) {
    if (!needed.has(child)) await deleteChild(client, repository, child)
  }
  await client.deleteManifest(repository, digest)
}

/** Harbor lets none go that an index names, and takes them along with that. */
async function deleteChild(client: RegistryClient, repository: string, digest: string): Promise<void> {
  try {
    await client.deleteManifest(repository, digest)
  } catch (error) {
    if (!(error instanceof RegistryError && error.kind === 'policy')) throw error
  }
}

/** The digests that the remaining tags name, and what indexes among them are made of. */
async function neededDigests(lookUp: (digest: string) => Promise<string[]>, kept: Kept[]): Promise<Set<string>> {
  const needed = new Set(kept.map((one) => one.digest))
  for (const digest of [...needed]) {
    for (const child of await lookUp(digest)) needed.add(child)
  }
  return needed
}

/** The manifests that an index names; none of a plain manifest, or of one that is not there. */
async function childrenOf(
  client: RegistryClient,
  repository: string,
  digest: string,
  known: KnownIndexes,
): Promise<string[]> {
  const key = `${repository}@${digest}`
  const found = known.get(key) ?? (await askForChildren(client, repository, digest))
  // One that is not there may be uploaded yet.
  if (!found) return []
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, found)
  const nested = await Promise.all(found.map((child) => childrenOf(client, repository, child, known)))
  return [...found, ...nested.flat()]
}

async function askForChildren(client: RegistryClient, repository: string, digest: string) {
  try {
    const { mediaType, bytes } = await client.getManifest(repository, digest)
    if (!INDEX_MEDIA_TYPES.includes(mediaType)) return []
    return index.parse(JSON.parse(bytes.toString('utf8'))).manifests.map((child) => child.digest)
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'notFound') return undefined
    throw error
  }
}
