import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { App } from '@/lib/app'
import type { Caller } from '@/lib/auth/caller'
import { isSameSecret } from '@/lib/auth/same-secret'
import { tenantSchema } from '@/lib/auth/tenant-schema'
import { sharedSecret } from '@/lib/config/secrets'

const VALID_MS = 30_000

const claims = z.object({
  tenant: tenantSchema,
  userName: z.string(),
  expiresMs: z.number(),
  /** Makes each ticket another. */
  nonce: z.string(),
})

/**
 * Lets a portal's page open one terminal: a page cannot send a token with a WebSocket, and a token has no place in an
 * address. A ticket is good for half a minute and, at one process, for one terminal.
 */
export class TerminalTickets {
  /** Shown before, until they expire. */
  readonly #used = new Map<string, number>()
  #key: Promise<string> | undefined

  constructor(readonly app: Pick<App, 'config'>) {}

  async write({ tenant, userName }: Caller): Promise<{ ticket: string; expiresAt: string }> {
    const expiresMs = Date.now() + VALID_MS
    const nonce = randomBytes(12).toString('base64url')
    const body = Buffer.from(JSON.stringify({ tenant, userName, expiresMs, nonce })).toString('base64url')
    return { ticket: `${body}.${await this.#seal(body)}`, expiresAt: new Date(expiresMs).toISOString() }
  }

  /** Who was given the ticket; undefined where it is none, has expired, or was shown before. */
  async take(ticket: string): Promise<Caller | undefined> {
    const [body = '', given = ''] = ticket.split('.')
    if (!isSameSecret(given, await this.#seal(body))) return undefined
    const { tenant, userName, expiresMs } = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
    const now = Date.now()
    for (const [old, untilMs] of this.#used) if (untilMs < now) this.#used.delete(old)
    if (expiresMs < now || this.#used.has(given)) return undefined
    this.#used.set(given, expiresMs)
    return { tenant, userName, role: 'operator', via: 'jwt' }
  }

  /** By a key that follows from the one all processes share, so that each takes the tickets of the others. */
  async #seal(body: string): Promise<string> {
    this.#key ??= sharedSecret(this.app.config)
    const key = createHmac('sha256', await this.#key)
      .update('terminal tickets')
      .digest()
    return createHmac('sha256', key).update(body).digest('base64url')
  }
}
