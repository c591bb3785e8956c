import { failure } from '@/lib/protocol/reasons'
import { baseName, isPathComponent, isTag, parseReference } from '../reference'

export interface ImageName {
  /** The last path part of the archive's tag. */
  imageName: string
  tag: string
}

/** `host/a/b/nginx:1.25` → nginx, 1.25. */
export function nameFromReference(text: string): ImageName {
  const reference = parseReference(text)
  if (!reference) throw failure('archiveBadName', { name: text })
  return { imageName: baseName(reference.repository), tag: reference.tag ?? 'latest' }
}

/** `nginx-1.25.tar.gz` → `nginx-1.25` when that can be an image's name. */
export function nameFromFile(fileName: string): string | undefined {
  const name = fileName
    .replace(/^.*[/\\]/, '')
    .replace(/\.(tar|tgz|tar\.gz|oci)$/i, '')
    .toLowerCase()
  return isPathComponent(name) ? name : undefined
}

const FULL_NAME = 'io.containerd.image.name'
const REF_NAME = 'org.opencontainers.image.ref.name'

/**
 * The name that the annotations of an OCI index entry give it; undefined without a tag. containerd and Docker write
 * the whole reference; others only `ref.name`, which is a reference or, as umoci writes it, just the tag: then the
 * image is called as the file is.
 */
export function nameFromAnnotations(
  annotations: Record<string, string> | null | undefined,
  fileName: string,
): ImageName | undefined {
  const full = annotations?.[FULL_NAME]
  if (full !== undefined) return nameFromReference(full)
  const ref = annotations?.[REF_NAME]
  if (ref === undefined) return undefined
  if (!isTag(ref)) return nameFromReference(ref)
  const imageName = nameFromFile(fileName)
  if (imageName === undefined) {
    throw failure('archiveTagOnly', { tag: ref, file: fileName })
  }
  return { imageName, tag: ref }
}
