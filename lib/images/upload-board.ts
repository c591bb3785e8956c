import { tenantKey, type Tenant } from '@/lib/auth/caller'
import { failure } from '@/lib/protocol/reasons'
import type { UploadProgress } from './schema'

/** How long what came of an upload can still be asked for. */
const KEPT_MS = 60_000
const MAX_UPLOADS = 1000

const START: UploadProgress = {
  phase: 'receiving',
  images: [],
  blobCount: 0,
  blobsDone: 0,
  blobsPresent: 0,
  totalBytes: 0,
  sentBytes: 0,
}

/** How far uploads are: known to this process alone, and forgotten a minute after their end. */
export class UploadBoard {
  readonly #uploads = new Map<string, UploadProgress>()
  readonly #endings = new Map<string, NodeJS.Timeout>()

  /** @throws AppError 20001 where the caller has an upload of this id under way */
  begin(tenant: Tenant, uploadId: string): UploadTicket {
    const key = keyOf(tenant, uploadId)
    if (this.#uploads.has(key)) throw failure('uploadIdTaken', {})
    // Beyond that many, the oldest go on untold.
    const [oldest] = this.#uploads.keys()
    if (this.#uploads.size >= MAX_UPLOADS && oldest !== undefined) this.#forget(oldest)
    this.#uploads.set(key, START)
    return {
      report: (patch) => {
        const before = this.#uploads.get(key)
        if (before) this.#uploads.set(key, { ...before, ...patch })
      },
      end: () => {
        if (!this.#uploads.has(key)) return
        this.#endings.set(key, setTimeout(() => this.#forget(key), KEPT_MS).unref())
      },
    }
  }

  find(tenant: Tenant, uploadId: string): UploadProgress | undefined {
    return this.#uploads.get(keyOf(tenant, uploadId))
  }

  #forget(key: string): void {
    clearTimeout(this.#endings.get(key))
    this.#endings.delete(key)
    this.#uploads.delete(key)
  }
}

export interface UploadTicket {
  report(patch: Partial<UploadProgress>): void
  end(): void
}

/** Of an upload that nobody asks after. */
export const NO_TICKET: UploadTicket = { report: () => undefined, end: () => undefined }

function keyOf(tenant: Tenant, uploadId: string): string {
  return `${tenantKey(tenant)}/${uploadId.toLowerCase()}`
}
