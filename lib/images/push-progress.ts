import type { ArchiveBlob } from '@/lib/registry/archive/image'
import type { PushedImage } from './record-images'
import type { UploadTicket } from './upload-board'

/** One blob on its way to one repository. */
interface BlobProgress {
  /** The blob, counted as it is read; each retry anew. */
  counted: ArchiveBlob
  /** The registry has it, and it was not sent. */
  present(): void
  sent(): void
}

/** Counts the blobs of an upload while they go to the registry: one that several images share, once for each. */
export class PushProgress {
  /** By the number of the blob, in the order of beginning. */
  readonly #sent = new Map<number, number>()
  #begun = 0
  #done = 0
  #present = 0
  #total: number
  readonly #count: number

  constructor(
    images: readonly PushedImage[],
    private readonly ticket: UploadTicket,
  ) {
    const blobs = images.flatMap((image) => image.blobs)
    this.#count = blobs.length
    this.#total = blobs.reduce((sum, { size }) => sum + size, 0)
    ticket.report({
      phase: 'pushing',
      images: images.map(({ imageName, tag }) => ({ imageName, imageVersion: tag })),
    })
    this.#tell()
  }

  begin(blob: ArchiveBlob): BlobProgress {
    const number = this.#begun++
    const open = () => {
      this.#sent.set(number, 0)
      const bytes = blob.open()
      bytes.on('data', (chunk: Buffer) => {
        this.#sent.set(number, (this.#sent.get(number) ?? 0) + chunk.length)
        this.#tell()
      })
      return bytes
    }
    return {
      counted: { ...blob, open },
      present: () => {
        this.#present++
        this.#total -= blob.size
        this.#sent.delete(number)
        this.#tell()
      },
      sent: () => {
        this.#done++
        this.#tell()
      },
    }
  }

  #tell(): void {
    this.ticket.report({
      blobCount: this.#count,
      blobsDone: this.#done + this.#present,
      blobsPresent: this.#present,
      totalBytes: this.#total,
      sentBytes: [...this.#sent.values()].reduce((sum, size) => sum + size, 0),
    })
  }
}
