import type { UploadProgress } from '@/lib/images/schema'
import { NO_ANSWER, toApiError, type ApiError } from './api-error'
import { TransferRate } from './transfer-rate'

export type UploadPhase = 'waiting' | 'sending' | 'pushing' | 'done' | 'failed' | 'cancelled'

export interface Upload {
  readonly id: number
  readonly orgName: string
  readonly file: File
  readonly phase: UploadPhase
  /** Bytes that have left this machine. */
  readonly sentBytes: number
  /** Bytes a second, once known. */
  readonly speed?: number
  /** How far the console is with it, once it has all of it. */
  readonly progress?: UploadProgress
  readonly error?: ApiError
}

/**
 * Sends one file; resolves when the console has answered OK.
 * @throws ApiError, or the signal's reason
 */
export type SendUpload = (
  job: { orgName: string; file: File },
  report: (sentBytes: number, allSent: boolean, progress?: UploadProgress) => void,
  signal: AbortSignal,
) => Promise<void>

const AT_ONCE = 2
const FINISHED: ReadonlySet<UploadPhase> = new Set(['done', 'failed', 'cancelled'])

/** The uploads of this tab. They go on while the user looks at other pages. */
export class UploadQueue {
  readonly #send: SendUpload
  readonly #onDone: () => void
  readonly #listeners = new Set<() => void>()
  readonly #running = new Map<number, AbortController>()
  #uploads: readonly Upload[] = []
  #nextId = 1

  /** @param onDone after each upload that succeeded */
  constructor(send: SendUpload, onDone: () => void = () => undefined) {
    this.#send = send
    this.#onDone = onDone
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same array until something changes. */
  readonly list = (): readonly Upload[] => this.#uploads

  get active(): boolean {
    return this.#uploads.some(({ phase }) => !FINISHED.has(phase))
  }

  add(orgName: string, files: readonly File[]): void {
    const added = files.map((file): Upload => ({ id: this.#nextId++, orgName, file, phase: 'waiting', sentBytes: 0 }))
    this.#set([...this.#uploads, ...added])
    this.#startNext()
  }

  cancel(id: number): void {
    const running = this.#running.get(id)
    if (running) running.abort()
    else if (this.#find(id)?.phase === 'waiting') this.#patch(id, { phase: 'cancelled' })
  }

  /** Sends again what failed or was cancelled. */
  retry(id: number): void {
    const phase = this.#find(id)?.phase
    if (phase !== 'failed' && phase !== 'cancelled') return
    this.#patch(id, { phase: 'waiting', sentBytes: 0, error: undefined, progress: undefined })
    this.#startNext()
  }

  /** Forgets what is finished. */
  clear(): void {
    this.#set(this.#uploads.filter(({ phase }) => !FINISHED.has(phase)))
  }

  #startNext(): void {
    for (const upload of this.#uploads) {
      if (this.#running.size >= AT_ONCE) return
      if (upload.phase === 'waiting') void this.#run(upload)
    }
  }

  async #run({ id, orgName, file }: Upload): Promise<void> {
    const controller = new AbortController()
    this.#running.set(id, controller)
    this.#patch(id, { phase: 'sending' })
    const rate = new TransferRate()
    const report = (sentBytes: number, allSent: boolean, progress?: UploadProgress) => {
      rate.add(sentBytes, performance.now())
      this.#patch(id, { sentBytes, phase: allSent ? 'pushing' : 'sending', speed: rate.bytesPerSecond, progress })
    }
    try {
      await this.#send({ orgName, file }, report, controller.signal)
      this.#patch(id, { phase: 'done', sentBytes: file.size })
      this.#onDone()
    } catch (error) {
      if (controller.signal.aborted) this.#patch(id, { phase: 'cancelled' })
      else this.#patch(id, { phase: 'failed', error: toApiError(error) })
    } finally {
      this.#running.delete(id)
      this.#startNext()
    }
  }

  #find(id: number): Upload | undefined {
    return this.#uploads.find((upload) => upload.id === id)
  }

  #patch(id: number, patch: Partial<Upload>): void {
    this.#set(this.#uploads.map((upload) => (upload.id === id ? { ...upload, ...patch } : upload)))
  }

  #set(uploads: readonly Upload[]): void {
    this.#uploads = uploads
    for (const listener of this.#listeners) listener()
  }
}

export function isFinished({ phase }: Upload): boolean {
  return FINISHED.has(phase)
}

/** Of an upload that made no progress. */
export function isStalled(error: ApiError): boolean {
  return error.code === NO_ANSWER && error.msg === STALLED
}

export const STALLED = 'stalled'
