import { failure } from '@/lib/protocol/reasons'
import type { ArchiveEntries } from './archive-entries'
import { dockerImage, hasPlainLayers, readDockerManifest, type DockerImage } from './docker-layout'
import type { ArchiveImage, ImageContent } from './image'
import type { ImageName } from './image-names'
import { ociImages } from './oci-layout'

const MAX_TAGS = 1000

/**
 * All tagged images of an archive that was read, verified. `fileName` names an image whose archive gives only a tag.
 * @throws AppError 30003
 */
export async function resolveImages(entries: ArchiveEntries, fileName: string): Promise<ArchiveImage[]> {
  entries.checkLinks()
  const docker = await readDockerManifest(entries)
  const found = prefersDocker(entries, docker)
    ? await dockerImages(entries, docker)
    : await ociImages(entries, fileName)
  if (found.length > MAX_TAGS) throw failure('archiveTooManyTags', { max: MAX_TAGS })
  if (found.length > 0) return taggedOnce(found)
  if (docker ?? entries.find('index.json')) throw failure('archiveNoTag', {})
  if (entries.find('repositories')) {
    throw failure('archiveOldDocker', {})
  }
  throw failure('archiveNoImage', {})
}

/**
 * Docker 25 and later writes both layouts at once. Its manifest.json is taken where it has unpacked layers: they then
 * reach the registry compressed, which the edge pulls in half the time. Else the index, whose digests stay as they are.
 */
function prefersDocker(entries: ArchiveEntries, docker: DockerImage[] | undefined): docker is DockerImage[] {
  if (!docker) return false
  return !entries.find('index.json') || docker.some((image) => hasPlainLayers(entries, image))
}

type Found = { name: ImageName; content: ImageContent }

async function dockerImages(entries: ArchiveEntries, docker: DockerImage[]): Promise<Found[]> {
  const found: Found[] = []
  for (const image of docker) {
    const { names, content } = await dockerImage(entries, image)
    found.push(...names.map((name) => ({ name, content })))
  }
  return found
}

/** Different registries' images of one name and tag would overwrite each other here. */
function taggedOnce(found: Found[]): ArchiveImage[] {
  const images = new Map<string, ArchiveImage>()
  for (const { name, content } of found) {
    const key = `${name.imageName}:${name.tag}`
    const image = { ...content, ...name, ...totals(content) }
    if ((images.get(key)?.digest ?? image.digest) !== image.digest) {
      throw failure('archiveSameName', { name: key })
    }
    images.set(key, image)
  }
  return [...images.values()]
}

function totals({ manifests, blobs }: ImageContent): { digest: string; sizeBytes: number } {
  const digest = manifests.at(-1)?.digest ?? ''
  return { digest, sizeBytes: blobs.reduce((sum, blob) => sum + blob.size, 0) }
}
