import type { ArchiveBlob } from '@/lib/registry/archive/image'
import type { PushedImage } from '../record-images'

/** What is told of an image that was pushed to `<org>/<image>` with the tag 1, as far as its blobs matter. */
export function imageOf(name: string, blobs: ArchiveBlob[], digest = ''): PushedImage {
  const [, imageName = ''] = name.split('/')
  const described = { manifests: [], imageId: '', platforms: [], layers: [], digest, sizeBytes: 0 }
  return { ...described, imageName, tag: '1', blobs, reference: `r.example/p/${name}:1` }
}
