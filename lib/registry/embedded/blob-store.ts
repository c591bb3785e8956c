import { statSync, utimesSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { isMissing, syncFolder, writeFileAtomic } from './files'
import type { Layout } from './layout'

/** Blobs, and which repository has which. */
export class BlobStore {
  constructor(private readonly layout: Layout) {}

  /**
   * The blob's size when this repository has it. A blob that somebody asked for counts as new: whoever finds it here
   * does not send it again, and its manifest may be on the way. Look and touch are one step, so that the garbage
   * collector, which also looks and removes in one step, never comes between.
   */
  size(repository: string, digest: string): number | undefined {
    const now = new Date()
    try {
      utimesSync(this.layout.blobLink(repository, digest), now, now)
      const file = this.layout.blob(digest)
      utimesSync(file, now, now)
      return statSync(file).size
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async link(repository: string, digest: string): Promise<void> {
    await writeFileAtomic(this.layout.blobLink(repository, digest), '')
  }

  /** Forgets the repository's link; the bytes stay for others, or for the garbage collector. */
  async unlink(repository: string, digest: string): Promise<boolean> {
    const had = this.size(repository, digest) !== undefined
    await rm(this.layout.blobLink(repository, digest), { force: true })
    return had
  }

  /** Takes over a finished, synced and verified file. */
  async adopt(repository: string, digest: string, file: string): Promise<void> {
    const target = this.layout.blob(digest)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(file, target)
    await syncFolder(path.dirname(target))
    await this.link(repository, digest)
  }

  /** Stores the bytes of a manifest; those are read through the manifest's own link. */
  async put(digest: string, bytes: Buffer): Promise<void> {
    await writeFileAtomic(this.layout.blob(digest), bytes)
  }
}
