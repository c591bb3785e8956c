import { z } from 'zod'
import { failure } from '@/lib/protocol/reasons'
import { sha256Digest } from '../digest'
import { OCI_CONFIG, OCI_LAYER, OCI_MANIFEST } from '../media-types'
import type { ArchiveEntries } from './archive-entries'
import type { StoredEntry } from './entry-store'
import {
  checkDiffIds,
  describeLayers,
  imageConfig,
  platformOf,
  storedBlob,
  unique,
  type Descriptor,
  type ImageContent,
} from './image'
import { nameFromReference, type ImageName } from './image-names'
import { entryName } from './paths'

/** `manifest.json` of docker-save, old and new layout alike. */
const dockerManifest = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()).nullish() }),
)

export type DockerImage = z.output<typeof dockerManifest>[number]

export async function readDockerManifest(entries: ArchiveEntries): Promise<DockerImage[] | undefined> {
  const entry = entries.find('manifest.json')
  return entry && entries.json(entry, 'manifest.json', dockerManifest)
}

/** Whether docker-save has unpacked layers of this image (it does unless it keeps images in containerd). */
export function hasPlainLayers(entries: ArchiveEntries, image: DockerImage): boolean {
  return (image.Layers ?? []).some((name) => entries.find(entryName(name))?.kind === 'tar')
}

/** The image that an entry of `manifest.json` describes, under each of its tags. */
export async function dockerImage(
  entries: ArchiveEntries,
  image: DockerImage,
): Promise<{ names: ImageName[]; content: ImageContent }> {
  const names = (image.RepoTags ?? []).map(nameFromReference)
  const config = findFile(entries, image.Config, 'configuration')
  const parsed = await entries.json(config, image.Config, imageConfig)
  const layers = (image.Layers ?? []).map((name) => findLayer(entries, name))
  checkDiffIds(parsed, layers, image.Config)

  const layerDescriptors = layers.map(describeLayer)
  // Made of nothing but the digests, so the same archive always becomes the same manifest.
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, ...config.content },
      layers: layerDescriptors,
    }),
  )
  const content = {
    blobs: unique([config, ...layers].map(storedBlob)),
    manifests: [{ digest: sha256Digest(bytes), mediaType: OCI_MANIFEST, bytes }],
    imageId: config.content.digest,
    platforms: [platformOf(parsed)],
    layers: describeLayers(layerDescriptors, parsed),
  }
  return { names, content }
}

function findFile(entries: ArchiveEntries, name: string, what: string): StoredEntry {
  const entry = entries.find(entryName(name))
  if (!entry) throw failure('archiveFileMissing', { what, name })
  return entry
}

function findLayer(entries: ArchiveEntries, name: string): StoredEntry {
  const entry = findFile(entries, name, 'layer')
  if (entry.kind === 'other') throw failure('archiveLayerNoTar', { name })
  return entry
}

function describeLayer({ kind, stored }: StoredEntry): Descriptor {
  return { mediaType: `${OCI_LAYER}+${kind === 'zstd' ? 'zstd' : 'gzip'}`, digest: stored.digest, size: stored.size }
}
