import { statSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { isMissing, listNames } from './files'
import { digestOf, type Layout } from './layout'
import { readManifest } from './manifest'
import type { ManifestStore } from './manifest-store'

export interface Collected {
  blobs: number
  bytes: number
}

/** Removes a file that was not touched since `before`; its size, or undefined when it stays (or is gone). */
function removeIfOld(file: string, before: number): number | undefined {
  try {
    // Not async: between the look and the removal nobody may find the blob and count on it.
    const { mtimeMs, size } = statSync(file)
    if (mtimeMs >= before) return undefined
    unlinkSync(file)
    return size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/**
 * Mark and sweep: links, then blobs, that no manifest refers to and nobody touched for `minAgeMs`. The age keeps what a
 * push has sent whose manifest is still to come. Run it while no manifest can be written.
 */
export async function collectGarbage(layout: Layout, manifests: ManifestStore, minAgeMs: number): Promise<Collected> {
  const before = Date.now() - minAgeMs
  const used = new Set<string>()
  for (const repository of await repositoriesWithLinks(layout)) {
    const mine = await referredTo(manifests, repository)
    for (const digest of mine) used.add(digest)
    for (const name of await listNames(layout.blobLinks(repository))) {
      const stays = mine.has(digestOf(name))
      const wasRemoved = !stays && removeIfOld(layout.blobLink(repository, digestOf(name)), before) !== undefined
      if (!wasRemoved) used.add(digestOf(name))
    }
  }
  const collected = { blobs: 0, bytes: 0 }
  for (const prefix of await listNames(layout.blobs())) {
    for (const name of await listNames(path.join(layout.blobs(), prefix))) {
      if (used.has(digestOf(name))) continue
      const size = removeIfOld(layout.blob(digestOf(name)), before)
      if (size === undefined) continue
      collected.blobs++
      collected.bytes += size
    }
  }
  return collected
}

async function referredTo(manifests: ManifestStore, repository: string): Promise<Set<string>> {
  const used = new Set<string>()
  for (const digest of await manifests.digests(repository)) {
    used.add(digest)
    const { bytes, mediaType } = await manifests.get(repository, digest)
    for (const blob of readManifest(bytes, mediaType).blobs) used.add(blob)
  }
  return used
}

/** Also those without a manifest: an aborted first push leaves links only. */
async function repositoriesWithLinks(layout: Layout, folder = ''): Promise<string[]> {
  const names = await listNames(path.join(layout.repositories(), folder))
  const nested = await Promise.all(
    names
      .filter((name) => !name.startsWith('_'))
      .map((name) => repositoriesWithLinks(layout, folder === '' ? name : `${folder}/${name}`)),
  )
  const own = names.some((name) => name.startsWith('_')) ? [folder] : []
  return [...own, ...nested.flat()]
}
