import type { App } from '@/lib/app'
import { deleteOldAnswers } from '@/lib/protocol/answers'

const INTERVAL_MS = 3600_000

/** Deletes hourly what has outlived its use: answers kept for idempotency, ended sessions. */
export class Housekeeping {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(readonly app: App) {}

  start(): void {
    this.#round()
    this.#timer = setInterval(() => this.#round(), INTERVAL_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  #round(): void {
    const { db, auth, log } = this.app
    this.#running = this.#running
      .then(async () => {
        const answers = await db.write(deleteOldAnswers)
        const sessions = await auth.sessions.deleteExpired()
        log.debug({ answers, sessions }, 'housekeeping')
      })
      .catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
  }
}
