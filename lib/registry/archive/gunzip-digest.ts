import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createGunzip } from 'node:zlib'

export interface Measured {
  /** `sha256:<hex>` */
  digest: string
  size: number
}

/** Takes digest and size of what a gzip stream unpacks to, without keeping it. */
export class GunzipDigest {
  private readonly gunzip = createGunzip({ chunkSize: 128 * 1024 })
  private readonly hash = createHash('sha256')
  private readonly ended: Promise<unknown>
  private size = 0

  /** `onBytes` is told how many more bytes were unpacked; what it throws ends the reading. */
  constructor(onBytes: (count: number) => void) {
    this.gunzip.on('data', (chunk: Buffer) => {
      this.size += chunk.length
      this.hash.update(chunk)
      try {
        onBytes(chunk.length)
      } catch (error) {
        this.gunzip.destroy(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.ended = once(this.gunzip, 'end')
    this.ended.catch(() => undefined) // told by write and end; until they ask it must not count as unhandled
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.gunzip.destroyed) await this.ended
    if (!this.gunzip.write(chunk)) await Promise.race([once(this.gunzip, 'drain'), this.ended])
  }

  async end(): Promise<Measured> {
    this.gunzip.end()
    await this.ended
    return { digest: `sha256:${this.hash.digest('hex')}`, size: this.size }
  }

  destroy(): void {
    this.gunzip.destroy()
  }
}
