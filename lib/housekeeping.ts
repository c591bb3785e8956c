import { CLEAR_BATCH, clearOldActivities } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import { forgetExpiredTickets } from '@/lib/nodes/used-tickets'
import { deleteOldAnswers } from '@/lib/protocol/answers'

const INTERVAL_MS = 3600_000

/** Deletes hourly what has outlived its use: answers kept for idempotency, ended sessions, used links, old activities. */
export class Housekeeping {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(readonly app: App) {}

  start(): void {
    this.#round()
    this.#timer = setInterval(() => this.#round(), INTERVAL_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#stopped = true
    await this.#running
  }

  /** In batches, each a transaction of its own, so that nobody waits long for the database. */
  async #clearActivities(): Promise<number> {
    for (let cleared = 0; ;) {
      const count = this.#stopped ? 0 : await this.app.db.write(clearOldActivities)
      cleared += count
      if (count < CLEAR_BATCH) return cleared
    }
  }

  #round(): void {
    const { db, auth, log } = this.app
    this.#running = this.#running
      .then(async () => {
        const answers = await db.write(deleteOldAnswers)
        const sessions = await auth.sessions.deleteExpired()
        const joinTickets = await db.write(forgetExpiredTickets)
        const activities = await this.#clearActivities()
        log.debug({ answers, sessions, joinTickets, activities }, 'housekeeping')
      })
      .catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
  }
}
