import type { ArchiveBlob } from '@/lib/registry/archive/image'
import type { PushedImage } from './record-images'
import type { UploadTicket } from './upload-board'

/** Counts the blobs of an upload while they go to the registry, each retry of one anew. */
export class PushProgress {
  readonly #sent = new Map<string, number>()
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

  /** The registry has it, and it was not sent. */
  present(blob: ArchiveBlob): void {
    this.#present++
    this.#total -= blob.size
    this.#sent.delete(blob.digest)
    this.#tell()
  }

  sent(): void {
    this.#done++
    this.#tell()
  }

  /** The blob, counted as it is read. */
  counted(blob: ArchiveBlob): ArchiveBlob {
    const open = () => {
      this.#sent.set(blob.digest, 0)
      const bytes = blob.open()
      bytes.on('data', (chunk: Buffer) => {
        this.#sent.set(blob.digest, (this.#sent.get(blob.digest) ?? 0) + chunk.length)
        this.#tell()
      })
      return bytes
    }
    return { ...blob, open }
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
