import { failure } from '@/lib/protocol/reasons'
import type { CountBytes } from './entry-store'

export interface ArchiveLimits {
  /** Most bytes that everything in the archive may unpack to. */
  maxUnpackedBytes: number
  maxEntries: number
}

/** An archive that unpacks to less than this is never called a bomb. */
const HARMLESS_BYTES = 1024 ** 3
/**
 * Deflate makes zeros 1,032 times smaller; layers of real images get 2 to 20 times smaller, 200 leaves room for a
 * sparse disk image. Above it the archive is made to fill a disk or to keep a processor busy.
 */
const MAX_RATIO = 200

/** An upload may unpack to four times what an upload may measure: layers are kept compressed, so the disk holds it. */
export function limitsFor(maxUploadBytes: number): ArchiveLimits {
  return { maxUnpackedBytes: 4 * maxUploadBytes, maxEntries: 20_000 }
}

/** Counts what came in and what it unpacked to; throws (30003) when it is a bomb. */
export class UnpackGuard {
  private received = 0
  private unpacked = 0

  constructor(private readonly limits: ArchiveLimits) {}

  readonly countReceived: CountBytes = (count) => {
    this.received += count
  }

  readonly countUnpacked: CountBytes = (count) => {
    this.unpacked += count
    if (this.unpacked > this.limits.maxUnpackedBytes) {
      throw failure('archiveUnpacksTooLarge', { maxBytes: this.limits.maxUnpackedBytes })
    }
    if (this.unpacked > HARMLESS_BYTES && this.unpacked > this.received * MAX_RATIO) {
      throw failure('archiveBomb', { times: MAX_RATIO })
    }
  }
}
