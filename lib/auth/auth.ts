import type { WithHeaders } from '@/lib/http/api-request'
import { AppError, CODE } from '@/lib/protocol/errors'
import type { Db } from '@/lib/db/db'
import type { Caller } from './caller'
import { readSessionCookie } from './cookie'
import { JwtVerifier } from './jwt'
import { isSameOrigin } from './origin'
import { PasswordCheck } from './password-check'
import { Sessions } from './sessions'

/** Finds out who is calling: PROTOCOL.md §3. */
export class Auth {
  readonly sessions: Sessions
  readonly passwords: PasswordCheck
  readonly #jwt: JwtVerifier

  constructor(db: Db, jwtSecret: string) {
    this.sessions = new Sessions(db)
    this.passwords = new PasswordCheck(db)
    this.#jwt = new JwtVerifier(jwtSecret)
  }

  /** @throws AppError 20002 */
  async authenticate(request: WithHeaders): Promise<Caller> {
    const authorization = request.headers.get('authorization')
    if (authorization !== null) {
      const token = /^Bearer +([^\s]+)$/i.exec(authorization.trim())?.[1]
      if (token === undefined)
        throw new AppError(CODE.unauthorized, 'Cannot authorize: send Authorization: Bearer <token>')
      return this.#jwt.verify(token)
    }
    const session = readSessionCookie(request)
    if (session === undefined) throw new AppError(CODE.unauthorized, 'Cannot authorize')
    if (!isSameOrigin(request)) {
      throw new AppError(CODE.unauthorized, 'Cannot authorize: a session is good for the console’s own pages only')
    }
    const caller = await this.sessions.find(session)
    if (!caller) throw new AppError(CODE.unauthorized, 'Cannot authorize: the session has ended, sign in again')
    return caller
  }
}
