import type { App } from '@/lib/app'
import type { Tenant } from '@/lib/auth/caller'
import type { BatchNodeRow } from './store'

/** Output is written to the database this often, so that every process can show it while it comes. */
const EVERY_MS = 1000

/** Keeps the end of what an installation prints, and tells the open pages. */
export class OutputWriter {
  #latest: (() => string) | undefined
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(
    readonly app: App,
    readonly tenant: Tenant,
    readonly row: Pick<BatchNodeRow, 'id' | 'batchId' | 'attempts'>,
  ) {}

  changed(text: () => string): void {
    this.#latest = text
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const latest = this.#latest?.()
      if (latest !== undefined) this.#write(latest)
    }, EVERY_MS)
  }

  /** With all of it; resolves when it is written. */
  async finish(text: string): Promise<void> {
    clearTimeout(this.#timer)
    if (text !== '') this.#write(text)
    await this.#writing
  }

  #write(text: string): void {
    const { db, changes, log } = this.app
    const { id, batchId, attempts } = this.row
    this.#writing = this.#writing
      .then(async () => {
        await db.write(async (tx) => {
          // A later attempt begins with nothing; what an earlier one still had to say is not its own.
          if ((await tx.batchNode.count({ where: { id, attempts } })) === 0) return
          const where = { batchNodeId: id }
          await tx.batchOutput.upsert({ where, create: { ...where, text }, update: { text } })
        })
        changes.publish({ tenant: this.tenant, kind: 'batch', ids: [batchId], observed: true })
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the output of an installation could not be kept'))
  }
}
