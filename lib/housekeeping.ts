import { CLEAR_BATCH, clearOldActivities } from '@/lib/activity/store'
import type { App } from '@/lib/app'
import { forgetExpiredTickets } from '@/lib/nodes/used-tickets'
import { deleteOldAnswers } from '@/lib/protocol/answers'

const INTERVAL_MS = 3600_000
/** A clock that is set right moves by less. */
const JUMP_MS = 10 * 60_000

/**
 * Deletes hourly what has outlived its use: answers kept for idempotency, ended sessions, used links, old activities.
 * What is old is told by the time of day: where that has jumped forward since the last round, nothing is deleted before
 * the next one, so that there is an hour to set the clock right. A clock that is wrong from the start is believed.
 */
export class Housekeeping {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #stopped = false
  /** By how much the time of day is ahead of the clock that only goes forward. */
  #aheadMs = Date.now() - performance.now()

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

  #hasJumped(): boolean {
    const before = this.#aheadMs
    this.#aheadMs = Date.now() - performance.now()
    return this.#aheadMs - before > JUMP_MS
  }

  #round(): void {
    const { db, auth, log } = this.app
    if (this.#hasJumped()) return log.warn('the time of day has jumped forward: nothing is deleted as old for an hour')
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
