import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { failure } from '@/lib/protocol/reasons'
import { DOCKER_CONFIG, OCI_CONFIG } from '../media-types'
import type { StoredEntry } from './entry-store'

export interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

/** A blob that can be sent, as often as a retry needs. */
export interface ArchiveBlob {
  digest: string
  size: number
  open(): Readable
}

interface ArchiveManifest {
  digest: string
  mediaType: string
  bytes: Buffer
}

export interface Platform {
  os: string
  architecture: string
  variant?: string
}

export interface ImageLayer extends Descriptor {
  createdBy?: string
}

/** What one manifest (or index) of the archive amounts to. */
export interface ImageContent {
  /** Every blob that it needs, each once. */
  blobs: ArchiveBlob[]
  /** What an index names comes before it; the tag names the last one. */
  manifests: ArchiveManifest[]
  /** Digest of the configuration; of the first platform's where there are several. */
  imageId: string
  platforms: Platform[]
  /** Of the first platform. */
  layers: ImageLayer[]
}

/** One tag of the archive. */
export interface ArchiveImage extends ImageContent {
  imageName: string
  tag: string
  digest: string
  /** What the registry keeps for it: configurations and compressed layers of all platforms. */
  sizeBytes: number
}

const history = z.object({ created_by: z.string().nullish(), empty_layer: z.boolean().nullish() })

/** What we need of OCI image-spec "Image Configuration". */
export const imageConfig = z.object({
  architecture: z.string().default(''),
  os: z.string().default(''),
  variant: z.string().nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }),
  history: z.array(history).nullish(),
})

export type ImageConfig = z.output<typeof imageConfig>

export function isImageConfig(mediaType: string): boolean {
  return mediaType === OCI_CONFIG || mediaType === DOCKER_CONFIG
}

export function platformOf(config: ImageConfig): Platform {
  const { os, architecture, variant } = config
  return { os, architecture, ...(variant ? { variant } : {}) }
}

/**
 * @throws AppError 30003 unless the layers are those that the configuration was made for (image-spec `rootfs.diff_ids`)
 */
export function checkDiffIds(config: ImageConfig, layers: StoredEntry[], configName: string): void {
  const diffIds = config.rootfs.diff_ids ?? []
  if (diffIds.length !== layers.length) {
    throw failure('archiveLayerCount', { config: configName, listed: diffIds.length, present: layers.length })
  }
  layers.forEach((layer, index) => {
    if (layer.plain !== undefined && layer.plain.digest !== diffIds[index]) {
      throw failure('archiveLayerDigest', { number: index + 1, config: configName, digest: layer.plain.digest })
    }
  })
}

/** The layers with the step that made each, as the history tells; steps without a layer are left out. */
export function describeLayers(layers: Descriptor[], config: ImageConfig): ImageLayer[] {
  const steps = (config.history ?? []).filter((step) => step.empty_layer !== true)
  return layers.map(({ mediaType, digest, size }, index) => {
    const createdBy = steps[index]?.created_by
    return { mediaType, digest, size, ...(createdBy ? { createdBy } : {}) }
  })
}

/** The entry as it is kept. */
export function storedBlob({ file, stored }: StoredEntry): ArchiveBlob {
  return { ...stored, open: () => createReadStream(file) }
}

/** The entry as it stood in the archive: a plain tar is unpacked again on its way out. */
export function originalBlob(entry: StoredEntry): ArchiveBlob {
  if (entry.kind !== 'tar') return storedBlob(entry)
  const open = () => {
    const packed = createReadStream(entry.file)
    const plain = createGunzip()
    packed.on('error', (error) => plain.destroy(error))
    plain.once('close', () => packed.destroy())
    return packed.pipe(plain)
  }
  return { ...entry.content, open }
}

/** Each blob or manifest once, where it stood first. */
export function unique<T extends { digest: string }>(parts: T[]): T[] {
  return [...new Map(parts.map((part) => [part.digest, part])).values()]
}
