import { createHash, randomBytes } from 'node:crypto'
import type { User } from '@/lib/db/generated/sqlite/client'
import type { Db } from '@/lib/db/db'
import type { Caller } from './caller'
import { isRole } from './role'

export const SESSION_MS = 7 * 24 * 3600 * 1000
/** How long a session is believed without asking the database: a sign-out elsewhere takes effect within it. */
const CACHE_MS = 2000
const MAX_CACHED = 10_000

export function callerOf(user: User): Caller {
  return {
    tenant: { clusterId: user.clusterId, groupId: user.groupId, userId: user.id },
    userName: user.userName,
    role: isRole(user.role) ? user.role : 'viewer',
    via: 'session',
  }
}

/** Browser sessions, kept in the database by the hash of their token. */
export class Sessions {
  readonly #cache = new Map<string, { caller: Caller; untilMs: number }>()

  constructor(readonly db: Db) {}

  /** @returns the token for the cookie */
  async open(userId: number): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(Date.now() + SESSION_MS)
    await this.db.write((tx) => tx.session.create({ data: { tokenHash: hashToken(token), userId, expiresAt } }))
    return token
  }

  async find(token: string): Promise<Caller | undefined> {
    const tokenHash = hashToken(token)
    const cached = this.#cache.get(tokenHash)
    if (cached && cached.untilMs > Date.now()) return cached.caller
    this.#cache.delete(tokenHash)
    const session = await this.db.read.session.findUnique({ where: { tokenHash }, include: { user: true } })
    if (!session || session.expiresAt.getTime() <= Date.now()) return undefined
    const caller = callerOf(session.user)
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(tokenHash, { caller, untilMs: Math.min(session.expiresAt.getTime(), Date.now() + CACHE_MS) })
    return caller
  }

  async close(token: string): Promise<void> {
    const tokenHash = hashToken(token)
    await this.db.write((tx) => tx.session.deleteMany({ where: { tokenHash } }))
    this.#cache.delete(tokenHash)
  }

  async deleteExpired(): Promise<number> {
    const { count } = await this.db.write((tx) => tx.session.deleteMany({ where: { expiresAt: { lt: new Date() } } }))
    return count
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
