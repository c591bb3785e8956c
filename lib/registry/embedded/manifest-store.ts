import { rm } from 'node:fs/promises'
import path from 'node:path'
import { sha256Digest } from '../digest'
import { isDigest, isTag } from '../reference'
import { OciError } from './answers'
import type { BlobStore } from './blob-store'
import { exists, listNames, readIfThere, writeFileAtomic } from './files'
import { digestOf, hex, type Layout } from './layout'
import { readManifest, type ManifestLinks } from './manifest'
import type { KeyedMutex } from '../keyed-mutex'

export interface StoredManifest {
  digest: string
  mediaType: string
  bytes: Buffer
}

/** What the garbage collector and writers of manifests take turns under. */
export const MANIFESTS = 'manifests'

interface Referrer {
  mediaType: string
  digest: string
  size: number
  artifactType: string | undefined
  annotations: Record<string, string> | undefined
}

const unknown = (reference: string) => new OciError('MANIFEST_UNKNOWN', `there is no manifest ${reference} here`)

/** Manifests, tags and referrers. What changes them takes turns with the garbage collector. */
export class ManifestStore {
  constructor(
    private readonly layout: Layout,
    private readonly blobs: BlobStore,
    private readonly mutex: KeyedMutex,
  ) {}

  /** @throws OciError MANIFEST_UNKNOWN */
  async get(repository: string, reference: string): Promise<StoredManifest> {
    const digest = await this.resolve(repository, reference)
    const mediaType = digest && (await readIfThere(this.layout.manifest(repository, digest)))
    const bytes = digest && mediaType && (await readIfThere(this.layout.blob(digest)))
    if (!digest || !mediaType || !bytes) throw unknown(reference)
    return { digest, mediaType: mediaType.toString(), bytes }
  }

  /** The order (bytes, links, tag) leaves nothing half there after a crash: until the tag, nobody sees it. */
  async put(
    repository: string,
    reference: string,
    mediaType: string,
    bytes: Buffer,
  ): Promise<{ digest: string; subject: string | undefined }> {
    const digest = sha256Digest(bytes)
    if (isDigest(reference) && reference !== digest) {
      throw new OciError('DIGEST_INVALID', `the manifest has the digest ${digest}`)
    }
    if (!isDigest(reference) && !isTag(reference)) throw new OciError('TAG_INVALID', `${reference} is no valid tag`)
    const links = readManifest(bytes, mediaType)
    await this.mutex.run([MANIFESTS], async () => {
      await this.checkLinks(repository, links)
      await this.blobs.put(digest, bytes)
      await writeFileAtomic(this.layout.manifest(repository, digest), mediaType)
      if (links.subject !== undefined) {
        await writeFileAtomic(path.join(this.layout.referrers(repository, links.subject), hex(digest)), '')
      }
      if (isTag(reference)) await writeFileAtomic(this.layout.tag(repository, reference), digest)
    })
    return { digest, subject: links.subject }
  }

  /** By tag: only the tag goes. By digest: the manifest and all its tags. */
  async delete(repository: string, reference: string): Promise<void> {
    await this.mutex.run([MANIFESTS], async () => {
      const { digest, mediaType, bytes } = await this.get(repository, reference)
      if (!isDigest(reference)) {
        await rm(this.layout.tag(repository, reference), { force: true })
        return
      }
      for (const tag of await this.tags(repository)) {
        if ((await this.resolve(repository, tag)) === digest)
          await rm(this.layout.tag(repository, tag), { force: true })
      }
      const { subject } = readManifest(bytes, mediaType)
      if (subject) await rm(path.join(this.layout.referrers(repository, subject), hex(digest)), { force: true })
      await rm(this.layout.manifest(repository, digest), { force: true })
    })
  }

  async tags(repository: string): Promise<string[]> {
    return listNames(this.layout.tags(repository))
  }

  /** Whether this repository ever had a manifest: then its list of tags may be empty, but it is one. */
  async isKnown(repository: string): Promise<boolean> {
    return exists(this.layout.manifests(repository))
  }

  async digests(repository: string): Promise<string[]> {
    return (await listNames(this.layout.manifests(repository))).map(digestOf)
  }

  /** Descriptors of the manifests that have this subject: distribution-spec "Listing Referrers". */
  async referrers(repository: string, subject: string): Promise<Referrer[]> {
    const names = await listNames(this.layout.referrers(repository, subject))
    return Promise.all(
      names.map(async (name) => {
        const { digest, mediaType, bytes } = await this.get(repository, digestOf(name))
        const { artifactType, annotations } = readManifest(bytes, mediaType)
        return { mediaType, digest, size: bytes.length, artifactType, annotations }
      }),
    )
  }

  /** Every repository that has a manifest, sorted. */
  async repositories(folder = ''): Promise<string[]> {
    const found: string[] = []
    for (const name of await listNames(path.join(this.layout.repositories(), folder))) {
      const inner = folder === '' ? name : `${folder}/${name}`
      if (name === '_manifests' && (await this.digests(folder)).length > 0) found.push(folder)
      else if (!name.startsWith('_')) found.push(...(await this.repositories(inner)))
    }
    return found.sort()
  }

  private async resolve(repository: string, reference: string): Promise<string | undefined> {
    if (isDigest(reference)) return reference
    if (!isTag(reference)) throw new OciError('TAG_INVALID', `${reference} is no valid tag`)
    return (await readIfThere(this.layout.tag(repository, reference)))?.toString()
  }

  private async checkLinks(repository: string, links: ManifestLinks): Promise<void> {
    const missing = links.blobs.filter((digest) => this.blobs.size(repository, digest) === undefined)
    for (const digest of links.manifests) {
      if (!(await readIfThere(this.layout.manifest(repository, digest)))) missing.push(digest)
    }
    if (missing.length > 0) {
      const message = `the manifest names what this repository does not have: ${missing.join(', ')}`
      throw new OciError('MANIFEST_BLOB_UNKNOWN', message, { detail: missing })
    }
  }
}
