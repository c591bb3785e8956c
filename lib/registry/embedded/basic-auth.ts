import { createHash } from 'node:crypto'
import { OciError } from './answers'

export type Authenticate = (userName: string, password: string) => Promise<boolean>

/** A push is hundreds of requests, and checking a password is made to be slow. */
const REMEMBER_MS = 60_000
const MAX_REMEMBERED = 100

/** HTTP Basic (RFC 7617), a right pair remembered for a minute by its hash. */
export class BasicAuth {
  private readonly remembered = new Map<string, number>()
  /** A push asks for several blobs at once: each pair is checked once. */
  private readonly underWay = new Map<string, Promise<boolean>>()

  constructor(private readonly authenticate: Authenticate) {}

  /** @throws OciError UNAUTHORIZED with the challenge that makes clients send what they have */
  async require(request: Request): Promise<void> {
    const given = readBasic(request.headers.get('authorization'))
    if (given && (await this.isRight(given.userName, given.password))) return
    throw new OciError('UNAUTHORIZED', given ? 'wrong user name or password' : 'user name and password are needed', {
      headers: { 'www-authenticate': 'Basic realm="image registry", charset="UTF-8"' },
    })
  }

  private async isRight(userName: string, password: string): Promise<boolean> {
    const key = createHash('sha256').update(`${userName}\0${password}`).digest('hex')
    if ((this.remembered.get(key) ?? 0) > Date.now()) return true
    this.remembered.delete(key)
    const checking = this.underWay.get(key) ?? this.check(key, userName, password)
    this.underWay.set(key, checking)
    return checking.finally(() => this.underWay.delete(key))
  }

  private async check(key: string, userName: string, password: string): Promise<boolean> {
    if (!(await this.authenticate(userName, password))) return false
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear()
    this.remembered.set(key, Date.now() + REMEMBER_MS)
    return true
  }
}

/** skopeo sends an empty name and password when it has none: that is nobody. */
function readBasic(header: string | null): { userName: string; password: string } | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)$/i.exec(header?.trim() ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon <= 0) return undefined
  return { userName: text.slice(0, colon), password: text.slice(colon + 1) }
}
