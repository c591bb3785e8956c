import type { ImageVersionRecord } from '@/lib/images/schema'

/** `linux/arm64/v8`, as container tools write a platform. */
export function platformName({ os, architecture, variant }: ImageVersionRecord['platforms'][number]): string {
  return [os, architecture, variant].filter((part) => part).join('/')
}
