import { setTimeout as delay } from 'node:timers/promises'
import type { App } from '@/lib/app'
import { RegistryError } from '@/lib/registry/errors'
import { KEPT_REASONS, keptIn, nextGarbage, noteKept, removeGarbage, type GarbageRow } from './garbage-store'
import { removeFromRegistry, type KnownIndexes } from './remove-from-registry'

/** Looked at this often even if nothing tells of work: another process may have left some. */
const IDLE_MS = 10 * 60_000
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 5 * 60_000
const STOP_MS = 5000
/** A registry that has refused is asked again this often, and at each start: somebody may have changed its rules. */
const REFUSED_MS = 6 * 3600_000
const STORAGE_INTERVAL_MS = 3600_000

/**
 * Takes out of the registry what no record needs any more (table RegistryGarbage), and has the embedded registry drop
 * unused blobs. What the registry refuses to delete is noted with why. Woken by changes; a registry out of reach is
 * tried again with growing pauses. A deletion that a crash interrupts is carried out again, which does no harm.
 */
export class RegistryCleanup {
  private readonly stopping = new AbortController()
  private wake: (() => void) | undefined
  private hasNews = true
  private running: Promise<void> = Promise.resolve()
  private unsubscribe: (() => void) | undefined
  private storageCleanedAt = 0
  private refusedAskedAt = 0

  constructor(private readonly app: App) {}

  start(): void {
    this.unsubscribe = this.app.changes.subscribe(({ kind }) => {
      if (kind !== 'image') return
      this.hasNews = true
      this.wake?.()
    })
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.unsubscribe?.()
    this.stopping.abort()
    // A registry that hangs must not hold up the end of the process: what is broken off is carried out next time.
    await Promise.race([this.running, delay(STOP_MS, undefined, { ref: false })])
  }

  private async run(): Promise<void> {
    let failures = 0
    while (!this.stopping.signal.aborted) {
      this.hasNews = false
      try {
        await this.round()
        failures = 0
      } catch (error) {
        failures++
        this.app.log.warn({ err: error, failures }, 'the image registry could not be cleaned; it is tried again')
      }
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS)
      await (failures > 0 ? this.pause(retryMs) : this.idle())
    }
  }

  /** Every entry gets its turn: one that cannot be removed does not hold up the others. */
  private async round(): Promise<void> {
    const failures: unknown[] = []
    const known: KnownIndexes = new Map()
    let last = 0
    const refused = Date.now() - this.refusedAskedAt >= REFUSED_MS
    const following = () => nextGarbage(this.app.db.read, last, refused)
    for (let next = await following(); next && !this.stopping.signal.aborted; next = await following()) {
      last = next.id
      try {
        await this.remove(next, known)
      } catch (error) {
        failures.push(error)
      }
    }
    if (refused) this.refusedAskedAt = Date.now()
    await this.cleanStorage()
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} images could not be removed`, { cause: failures[0] })
  }

  /** Under the lock that uploads to this repository hold, so that what is found unused stays so until it is gone. */
  private async remove({ id, repository }: GarbageRow, known: KnownIndexes): Promise<void> {
    const { registry, db, log } = this.app
    const work = async () => {
      const garbage = await db.read.registryGarbage.findUnique({ where: { id } })
      if (!garbage) return // an upload wanted it again
      try {
        await removeFromRegistry(registry.client, { ...garbage, kept: await keptIn(db.read, repository) }, known)
        await db.write((tx) => removeGarbage(tx, id))
      } catch (error) {
        const reason = KEPT_REASONS.find((one) => error instanceof RegistryError && error.kind === one)
        if (!reason) throw error
        if (garbage.reason !== reason) log.warn({ err: error, ...garbage }, 'the image registry keeps a deleted image')
        await db.write((tx) => noteKept(tx, id, reason))
      }
    }
    await registry.locks.run([repository], work, this.stopping.signal)
  }

  private async cleanStorage(): Promise<void> {
    const { embedded } = this.app.registry
    if (!embedded || Date.now() - this.storageCleanedAt < STORAGE_INTERVAL_MS) return
    await embedded.cleanUploads()
    const collected = await embedded.collectGarbage()
    this.storageCleanedAt = Date.now()
    if (collected.blobs > 0) this.app.log.info(collected, 'unused blobs removed from the embedded registry')
  }

  private async idle(): Promise<void> {
    if (this.hasNews) return
    const woken = new Promise<void>((resolve) => (this.wake = resolve))
    const ended = new AbortController()
    await Promise.race([woken, this.pause(IDLE_MS, ended.signal)])
    this.wake = undefined
    ended.abort()
  }

  private async pause(ms: number, ended?: AbortSignal): Promise<void> {
    const signals = ended ? [this.stopping.signal, ended] : [this.stopping.signal]
    try {
      await delay(ms, undefined, { signal: AbortSignal.any(signals) })
    } catch {
      // Aborted: the pause is over early, which is what was asked for.
    }
  }
}
