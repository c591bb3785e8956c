import path from 'node:path'

/**
 * Where things lie in the registry's folder. A repository has a blob or a manifest when it has a link (a small file
 * named after the digest); the bytes are shared by all repositories. Path components never start with `_`.
 *
 *     blobs/sha256/ab/abcd…                 the bytes of layers, configurations and manifests
 *     repositories/a/b/_blobs/abcd…         link to a blob
 *     repositories/a/b/_manifests/abcd…     link to a manifest; holds its media type
 *     repositories/a/b/_tags/1.0            holds the digest of a manifest
 *     repositories/a/b/_referrers/<subject>/abcd…   a manifest that has that subject
 *     uploads/<uuid>/data, …/repository     an upload under way
 */
export class Layout {
  constructor(readonly root: string) {}

  readonly blobs = () => path.join(this.root, 'blobs', 'sha256')
  readonly repositories = () => path.join(this.root, 'repositories')
  readonly uploads = () => path.join(this.root, 'uploads')

  blob(digest: string): string {
    const name = hex(digest)
    return path.join(this.blobs(), name.slice(0, 2), name)
  }

  blobLinks(repository: string): string {
    return path.join(this.repositories(), repository, '_blobs')
  }

  blobLink(repository: string, digest: string): string {
    return path.join(this.blobLinks(repository), hex(digest))
  }

  manifests(repository: string): string {
    return path.join(this.repositories(), repository, '_manifests')
  }

  manifest(repository: string, digest: string): string {
    return path.join(this.manifests(repository), hex(digest))
  }

  tags(repository: string): string {
    return path.join(this.repositories(), repository, '_tags')
  }

  tag(repository: string, tag: string): string {
    return path.join(this.tags(repository), tag)
  }

  referrers(repository: string, subject: string): string {
    return path.join(this.repositories(), repository, '_referrers', hex(subject))
  }

  upload(id: string): string {
    return path.join(this.uploads(), id)
  }
}

/** `sha256:abcd…` → `abcd…` */
export function hex(digest: string): string {
  return digest.slice('sha256:'.length)
}

export function digestOf(name: string): string {
  return `sha256:${name}`
}
