import { ARCH_TYPES } from '@/components/nodes/arch-types'
import type { ImageVersionRecord } from '@/lib/images/schema'
import type { ArchType } from '@/lib/nodes/schema'

/** Nodes run Linux; an index may also hold Windows images and attestations ("unknown/unknown"). */
const NODE_OS = 'linux'

export interface OfferedArch {
  arch: readonly ArchType[]
  /** The image says none that a node could have: any may be chosen, at one's own risk. */
  unknown: boolean
}

/** The architectures that an image can run on, of those that nodes have. */
export function offeredArch(platforms: ImageVersionRecord['platforms']): OfferedArch {
  const arch = ARCH_TYPES.filter((type) =>
    platforms.some(({ os, architecture }) => os === NODE_OS && architecture === type),
  )
  return arch.length > 0 ? { arch, unknown: false } : { arch: ARCH_TYPES, unknown: true }
}

/**
 * What is chosen once another image is: what the image has of what was chosen, else all that it is known to have. Of an
 * image that does not say, nothing is chosen that was not.
 */
export function chosenFor(offered: OfferedArch, before: readonly ArchType[]): readonly ArchType[] {
  const kept = offered.arch.filter((type) => before.includes(type))
  if (kept.length > 0 || offered.unknown) return kept
  return offered.arch
}
