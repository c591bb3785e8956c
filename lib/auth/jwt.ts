import { createHash } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { AppError, CODE } from '@/lib/protocol/errors'
import type { Caller } from './caller'

const tenantPart = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

/** The claims of PROTOCOL.md §3. */
const claims = z.object({
  uid: tenantPart,
  userName: z.string(),
  clusterId: tenantPart.optional(),
  groupId: tenantPart.optional(),
  exp: z.number().optional(),
})

const MAX_CACHED = 10_000
/** A token without `exp` is looked at again this often, so that the cache forgets it too. */
const CACHE_MS = 5 * 60_000

interface Cached {
  caller: Caller
  untilMs: number
}

/** Verifies portals' tokens: HS256 with the shared key and nothing else. */
export class JwtVerifier {
  readonly #key: Uint8Array
  /** By the token's hash: the same portal sends the same token thousands of times. */
  readonly #cache = new Map<string, Cached>()

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret)
  }

  /** @throws AppError 20002 */
  async verify(token: string): Promise<Caller> {
    const key = createHash('sha256').update(token).digest('base64')
    const cached = this.#cache.get(key)
    if (cached && cached.untilMs > Date.now()) return cached.caller
    const { caller, expiresMs } = await this.#verify(token)
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(key, { caller, untilMs: Math.min(expiresMs, Date.now() + CACHE_MS) })
    return caller
  }

  async #verify(token: string): Promise<{ caller: Caller; expiresMs: number }> {
    const payload = await this.#payload(token)
    const parsed = claims.safeParse(payload)
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      throw new AppError(CODE.unauthorized, `Cannot authorize: ${fields.join('; ')}`)
    }
    const { uid, userName, clusterId = 0, groupId = 0, exp } = parsed.data
    const tenant = { clusterId, groupId, userId: uid }
    return {
      // Which role a portal's token carries is for later: today each one acts for its whole tenant.
      caller: { tenant, userName, role: 'admin', via: 'jwt' },
      expiresMs: exp === undefined ? Infinity : exp * 1000,
    }
  }

  async #payload(token: string): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'] })
      return payload
    } catch (error) {
      const why = error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid'
      throw new AppError(CODE.unauthorized, `Cannot authorize: ${why}`, { cause: error })
    }
  }
}

/** Makes a portal's token. */
export function signToken(
  secret: string,
  caller: { uid: number; userName: string },
  lifetime: string,
): Promise<string> {
  return new SignJWT({ ...caller })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(new TextEncoder().encode(secret))
}
