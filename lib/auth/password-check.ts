import type { Db } from '@/lib/db/db'
import type { User } from '@/lib/db/generated/sqlite/client'
import { clientAddress } from '@/lib/http/client-address'
import { AppError, CODE } from '@/lib/protocol/errors'
import { SignInGuard } from './sign-in-guard'
import { Turns } from './turns'
import { findUserByPassword } from './users'

/** Half of the threads that Node has for such work: files and names of hosts need them too. */
const AT_ONCE = 2
const MOST_WAITING = 50

/** Finds users by their passwords, wherever one is given, and lets nobody guess one by trying. */
export class PasswordCheck {
  readonly #guard = new SignInGuard()
  readonly #turns = new Turns(AT_ONCE, MOST_WAITING)

  constructor(readonly db: Db) {}

  /**
   * The user with this name and password, if there is one.
   * @throws AppError 20002 with HTTP 429 and `data.seconds` where whoever asks must wait
   */
  async find(userName: string, password: string): Promise<User | undefined> {
    const attempt = { userName, address: clientAddress() }
    const waitMs = this.#guard.begin(attempt)
    if (waitMs > 0) throw tooMany(waitMs)
    try {
      const turn = this.#turns.take(() => findUserByPassword(this.db, userName, password))
      if (!turn) throw tooMany(1000)
      const user = await turn
      if (user) this.#guard.succeeded(attempt)
      return user
    } catch (error) {
      this.#guard.takeBack(attempt)
      throw error
    }
  }
}

function tooMany(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000)
  const message = `too many attempts; try again in ${seconds} s`
  return new AppError(CODE.unauthorized, message, { httpStatus: 429, data: { seconds } })
}

/** How long whoever was refused must wait, as `Retry-After` has it; undefined where the error is another one. */
export function retryAfter(error: unknown): string | undefined {
  if (!(error instanceof AppError) || error.httpStatus !== 429) return undefined
  const { data } = error
  return typeof data === 'object' && data !== null && 'seconds' in data ? String(data.seconds) : undefined
}
