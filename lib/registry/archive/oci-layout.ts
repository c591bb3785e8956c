import { z } from 'zod'
import { AppError } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import { sha256Digest } from '../digest'
import { INDEX_MEDIA_TYPES, OCI_INDEX, OCI_MANIFEST } from '../media-types'
import { isDigest } from '../reference'
import { parseJson, type ArchiveEntries } from './archive-entries'
import type { StoredEntry } from './entry-store'
import {
  checkDiffIds,
  describeLayers,
  imageConfig,
  isImageConfig,
  originalBlob,
  platformOf,
  unique,
  type ImageContent,
} from './image'
import { nameFromAnnotations, type ImageName } from './image-names'

const MAX_INDEX_DEPTH = 4
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/

const descriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().refine(isDigest, 'must be a sha256 digest'),
  size: z.int().min(0),
  annotations: z.record(z.string(), z.string()).nullish(),
})

type IndexEntry = z.output<typeof descriptor>

const index = z.object({ mediaType: z.string().optional(), manifests: z.array(descriptor) })
const manifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor),
})
const anyManifest = z.looseObject({ schemaVersion: z.number().optional(), manifests: z.unknown().optional() })

/** The tagged images of an OCI image layout (image-spec "Image Layout"), as `index.json` names them. */
export async function ociImages(
  entries: ArchiveEntries,
  fileName: string,
): Promise<{ name: ImageName; content: ImageContent }[]> {
  const entry = entries.find('index.json')
  if (!entry) return []
  const top = await entries.json(entry, 'index.json', index)
  const archive: Archive = { entries, known: new Map() }
  const images: { name: ImageName; content: ImageContent }[] = []
  for (const found of top.manifests) {
    const name = nameFromAnnotations(found.annotations, fileName)
    if (name) images.push({ name, content: await contentOf(archive, found, 0) })
  }
  return images
}

interface Archive {
  entries: ArchiveEntries
  /** What was read: an archive may name one manifest any number of times. */
  known: Map<string, Promise<ImageContent>>
}

function contentOf(archive: Archive, from: IndexEntry, depth: number): Promise<ImageContent> {
  const key = `${depth} ${from.size} ${from.mediaType} ${from.digest}`
  const content = archive.known.get(key) ?? readManifest(archive, from, depth)
  archive.known.set(key, content)
  return content
}

/** Verifies and gathers what one descriptor names; the manifest's bytes are never changed when all of it is there. */
async function readManifest(archive: Archive, from: IndexEntry, depth: number): Promise<ImageContent> {
  const { entries } = archive
  if (SCHEMA_1.test(from.mediaType)) throw unsupportedSchema()
  if (depth > MAX_INDEX_DEPTH) throw failure('archiveTooDeep', {})
  const name = `the manifest ${from.digest}`
  const bytes = await entries.bytes(findBlob(entries, from, 'manifest'), name)
  const outline = parseJson(bytes, name, anyManifest)
  if (outline.schemaVersion === 1) throw unsupportedSchema()
  if (outline.manifests !== undefined || INDEX_MEDIA_TYPES.includes(from.mediaType)) {
    return readIndex(archive, from, bytes, depth)
  }
  return readImage(entries, from, bytes, name)
}

const unsupportedSchema = () => failure('archiveSchema1', {})

async function readImage(
  entries: ArchiveEntries,
  from: IndexEntry,
  bytes: Buffer,
  name: string,
): Promise<ImageContent> {
  const parsed = parseJson(bytes, name, manifest)
  const config = findBlob(entries, parsed.config, 'configuration')
  const layers = parsed.layers.map((layer) => findBlob(entries, layer, 'layer'))
  const mediaType = from.mediaType || parsed.mediaType || OCI_MANIFEST
  const content = {
    blobs: unique([config, ...layers].map(originalBlob)),
    manifests: [{ digest: from.digest, mediaType, bytes }],
    imageId: config.content.digest,
  }
  // Attestations and other artifacts have a configuration of their own kind, or an image's without a platform.
  if (!isImageConfig(parsed.config.mediaType)) return { ...content, platforms: [], layers: [] }
  const read = await entries.json(config, parsed.config.digest, imageConfig)
  checkDiffIds(read, layers, parsed.config.digest)
  const isPlatform = read.os !== '' && read.os !== 'unknown'
  return {
    ...content,
    platforms: isPlatform ? [platformOf(read)] : [],
    layers: describeLayers(parsed.layers, read),
  }
}

/**
 * An image for several platforms. Tools save those that they have: what is missing is left out of the index (a registry
 * refuses an index that names what it does not have), and only then does its digest change.
 */
async function readIndex(archive: Archive, from: IndexEntry, bytes: Buffer, depth: number): Promise<ImageContent> {
  const parsed = parseJson(bytes, `the index ${from.digest}`, index)
  const distinct = new Set<ImageContent>()
  const present = new Set<string>()
  let missing: AppError | undefined
  for (const child of parsed.manifests) {
    try {
      distinct.add(await contentOf(archive, child, depth + 1))
      present.add(child.digest)
    } catch (error) {
      if (!(error instanceof MissingBlob)) throw error
      missing ??= error
    }
  }
  const children = [...distinct]
  const first = children.find((child) => child.platforms.length > 0) ?? children[0]
  if (!first) throw missing ?? failure('archiveEmptyIndex', { digest: from.digest })
  const own = missing ? withoutMissing(bytes, present) : { bytes, digest: from.digest }
  const mediaType = from.mediaType || parsed.mediaType || OCI_INDEX
  return {
    blobs: unique(children.flatMap((child) => child.blobs)),
    manifests: [...unique(children.flatMap((child) => child.manifests)), { ...own, mediaType }],
    imageId: first.imageId,
    platforms: children.flatMap((child) => child.platforms),
    layers: first.layers,
  }
}

const rawIndex = z.looseObject({ manifests: z.array(z.looseObject({ digest: z.string() })) })

function withoutMissing(bytes: Buffer, present: Set<string>): { bytes: Buffer; digest: string } {
  const whole = parseJson(bytes, 'the index', rawIndex)
  const kept = whole.manifests.filter(({ digest }) => present.has(digest))
  const rewritten = Buffer.from(JSON.stringify({ ...whole, manifests: kept }))
  return { bytes: rewritten, digest: sha256Digest(rewritten) }
}

/** The archive does not have a blob; in an index for several platforms that is no error. */
class MissingBlob extends AppError {}

function findBlob(entries: ArchiveEntries, { digest, size }: IndexEntry, what: string): StoredEntry {
  const entry = entries.blob(digest)
  if (!entry) {
    const { code, message, data } = failure('archivePartMissing', { what, digest })
    throw new MissingBlob(code, message, { data })
  }
  if (entry.content.digest !== digest)
    throw failure('archivePartDigest', { what, digest, actual: entry.content.digest })
  if (entry.content.size !== size) throw failure('archivePartSize', { what, digest, actual: entry.content.size, size })
  return entry
}
