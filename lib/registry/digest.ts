import { createHash } from 'node:crypto'

/** OCI image-spec "Digests", of these bytes. */
export function sha256Digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
