import { tenantKey, type Tenant } from '@/lib/auth/caller'
import { failure } from '@/lib/protocol/reasons'
import type { UploadProgress } from './schema'

/** How long what came of an upload can still be asked for. */
const KEPT_MS = 60_000
const MAX_UPLOADS = 1000
/** The other processes are told no more often. */
const TELL_MS = 500
/** They are told this often also where nothing changed, so that they know that this process lives. */
const HEARTBEAT_MS = 2000
/** A process that was not heard for this long has ended, and with it the uploads that it received. */
const SILENCE_MS = 10_000

const START: UploadProgress = {
  phase: 'receiving',
  images: [],
  blobCount: 0,
  blobsDone: 0,
  blobsPresent: 0,
  totalBytes: 0,
  sentBytes: 0,
}

/** What processes tell each other of an upload. */
export interface UploadNews {
  tenant: Tenant
  uploadId: string
  progress: UploadProgress
}

interface Own {
  tenant: Tenant
  uploadId: string
  progress: UploadProgress
  /** What was told last, and when. */
  told: UploadProgress | undefined
  toldAt: number
  ended: boolean
}

interface Heard {
  progress: UploadProgress
  at: number
}

/**
 * How far uploads are: those that this process receives, and those that other processes tell of. Forgotten a minute
 * after their end.
 */
export class UploadBoard {
  readonly #own = new Map<string, Own>()
  readonly #heard = new Map<string, Heard>()
  readonly #listeners = new Set<(news: UploadNews) => void>()
  readonly #endings = new Map<string, NodeJS.Timeout>()
  #timer: NodeJS.Timeout | undefined

  /** @throws AppError 20001 where the caller has an upload of this id under way */
  begin(tenant: Tenant, uploadId: string): UploadTicket {
    const key = keyOf(tenant, uploadId)
    if (this.#own.has(key) || this.#heard.has(key)) throw failure('uploadIdTaken', {})
    // Beyond that many, the oldest go on untold.
    const [oldest] = this.#own.keys()
    if (this.#own.size >= MAX_UPLOADS && oldest !== undefined) this.#forget(oldest)
    const own: Own = { tenant, uploadId, progress: START, told: undefined, toldAt: 0, ended: false }
    this.#own.set(key, own)
    this.#tell(own)
    this.#timer ??= setInterval(() => this.#tellAll(), TELL_MS).unref()
    return {
      report: (patch) => void (own.progress = { ...own.progress, ...patch }),
      end: () => {
        own.ended = true
        if (this.#own.get(key) !== own) return
        this.#tell(own)
        this.#endings.set(key, setTimeout(() => this.#forget(key), KEPT_MS).unref())
      },
    }
  }

  find(tenant: Tenant, uploadId: string): UploadProgress | undefined {
    const key = keyOf(tenant, uploadId)
    const own = this.#own.get(key)
    if (own) return own.progress
    const heard = this.#heard.get(key)
    if (!heard || isOver(heard)) return undefined
    return isCutOff(heard) ? { ...heard.progress, phase: 'failed', cutOff: true } : heard.progress
  }

  /**
   * Told of this process's uploads, no more often than is of use.
   * @returns a function that ends it
   */
  onNews(listener: (news: UploadNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What another process tells. */
  hear({ tenant, uploadId, progress }: UploadNews): void {
    const key = keyOf(tenant, uploadId)
    this.#heard.delete(key) // so that the one heard of longest ago is the first
    this.#heard.set(key, { progress, at: performance.now() })
    for (const [first, heard] of this.#heard) {
      if (this.#heard.size <= MAX_UPLOADS && !isOver(heard)) return
      this.#heard.delete(first)
    }
  }

  #tellAll(): void {
    const now = performance.now()
    let active = 0
    for (const own of this.#own.values()) {
      if (own.ended) continue
      active++
      if (own.progress !== own.told || now - own.toldAt >= HEARTBEAT_MS) this.#tell(own)
    }
    if (active > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tell(own: Own): void {
    own.told = own.progress
    own.toldAt = performance.now()
    const { tenant, uploadId, progress } = own
    for (const listener of this.#listeners) listener({ tenant, uploadId, progress })
  }

  #forget(key: string): void {
    clearTimeout(this.#endings.get(key))
    this.#endings.delete(key)
    this.#own.delete(key)
  }
}

export interface UploadTicket {
  report(patch: Partial<UploadProgress>): void
  end(): void
}

/** Of an upload that nobody asks after. */
export const NO_TICKET: UploadTicket = { report: () => undefined, end: () => undefined }

const hasEnded = ({ progress: { phase } }: Heard) => phase === 'done' || phase === 'failed'
const isCutOff = (heard: Heard) => !hasEnded(heard) && performance.now() - heard.at > SILENCE_MS
const isOver = (heard: Heard) => performance.now() - heard.at > (hasEnded(heard) ? KEPT_MS : SILENCE_MS + KEPT_MS)

function keyOf(tenant: Tenant, uploadId: string): string {
  return `${tenantKey(tenant)}/${uploadId.toLowerCase()}`
}
