import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { RegistryError, errorFromAnswer } from './errors'

/** Docker's token specification: a token without `expires_in` lives at least 60 s. */
const DEFAULT_TOKEN_SECONDS = 60
/** A token is given up this long before it expires, so that it does not expire on the way. */
const EXPIRY_MARGIN_MS = 10_000
const MAX_CACHED_TOKENS = 200

const tokenAnswer = z
  .object({ token: z.string().optional(), access_token: z.string().optional(), expires_in: z.number().optional() })
  .refine((answer) => (answer.token ?? answer.access_token) !== undefined, 'no token in it')

export interface Credentials {
  username: string
  password: string
}

export interface Challenge {
  scheme: 'basic' | 'bearer'
  parameters: Record<string, string>
}

/** Reads WWW-Authenticate (RFC 9110 §11.6.1); of several challenges, Bearer before Basic; undefined for neither. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined) return undefined
  const found: Challenge[] = []
  const pattern = /(?:^|,)\s*(basic|bearer)(?=\s|,|$)|([a-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi
  for (const match of header.matchAll(pattern)) {
    const scheme = match[1]?.toLowerCase()
    if (scheme === 'basic' || scheme === 'bearer') found.push({ scheme, parameters: {} })
    const current = found.at(-1)
    if (current && match[2]) {
      current.parameters[match[2].toLowerCase()] = match[3]?.replace(/\\(.)/g, '$1') ?? match[4] ?? ''
    }
  }
  return found.find((challenge) => challenge.scheme === 'bearer') ?? found[0]
}

/** Sends a GET and gives status and body; the client's own way to the network. */
export type FetchText = (url: URL, headers: Record<string, string>) => Promise<{ status: number; body: string }>

interface CachedToken {
  token: string
  expiresAt: number
}

/** How one registry wants to be spoken to: nothing, Basic, or Bearer tokens per scope (as Harbor and Docker Hub). */
export class RegistryAuth {
  private challenge: Challenge | undefined
  private readonly tokens = new Map<string, CachedToken>()
  /** What the registry said it needs beside what we ask for, by that. */
  private readonly missing = new Map<string, string>()

  constructor(
    private readonly base: URL,
    private readonly credentials: Credentials | undefined,
    private readonly fetchText: FetchText,
  ) {}

  /** The Authorization header for these scopes as far as it is known without being challenged. */
  async header(scopes: string[]): Promise<string | undefined> {
    if (this.challenge === undefined) return undefined
    if (this.challenge.scheme === 'basic') return this.basic()
    return `Bearer ${await this.token(scopes)}`
  }

  /** Learns from a 401. False when there is nothing to try again with. */
  learn(answer: { headers: IncomingHttpHeaders }, scopes: string[], sent: string | undefined): boolean {
    const challenge = parseChallenge(answer.headers['www-authenticate'])
    if (!challenge) return false
    this.challenge = challenge
    if (challenge.scheme === 'basic') return this.credentials !== undefined && sent === undefined
    const key = scopes.join(' ')
    const { error, scope } = challenge.parameters
    if (error === 'insufficient_scope' && scope !== undefined && !scopes.includes(scope)) this.missing.set(key, scope)
    this.tokens.delete(key)
    return true
  }

  basic(): string | undefined {
    if (!this.credentials) return undefined
    return `Basic ${Buffer.from(`${this.credentials.username}:${this.credentials.password}`).toString('base64')}`
  }

  private async token(scopes: string[]): Promise<string> {
    const key = scopes.join(' ')
    const cached = this.tokens.get(key)
    if (cached && cached.expiresAt > Date.now()) return cached.token

    const url = this.tokenUrl(scopes)
    const basic = this.basic()
    const { status, body } = await this.fetchText(url, basic === undefined ? {} : { authorization: basic })
    if (status !== 200) throw errorFromAnswer(`GET ${url.origin}${url.pathname}`, { status, body })
    const answer = readToken(body, url)
    const seconds = answer.expires_in ?? DEFAULT_TOKEN_SECONDS
    const token = answer.token ?? answer.access_token ?? ''
    if (this.tokens.size >= MAX_CACHED_TOKENS) {
      this.tokens.clear()
      this.missing.clear()
    }
    this.tokens.set(key, { token, expiresAt: Date.now() + seconds * 1000 - EXPIRY_MARGIN_MS })
    return token
  }

  private tokenUrl(scopes: string[]): URL {
    const { realm, service } = this.challenge?.parameters ?? {}
    if (realm === undefined || !URL.canParse(realm)) {
      throw new RegistryError('unsupported', `${this.base.origin} asks for a token but names no place to get it`)
    }
    const url = new URL(realm)
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && this.base.protocol === 'http:')
    if (!isSafe) throw new RegistryError('unsupported', `${this.base.origin} asks to send credentials to ${url.origin}`)
    if (service !== undefined) url.searchParams.set('service', service)
    const missing = this.missing.get(scopes.join(' '))
    for (const scope of missing === undefined ? scopes : [...scopes, missing]) url.searchParams.append('scope', scope)
    return url
  }
}

function readToken(body: string, url: URL) {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch (cause) {
    throw new RegistryError('invalid', `${url.origin} answered no JSON when asked for a token`, { cause })
  }
  const parsed = tokenAnswer.safeParse(json)
  if (!parsed.success) throw new RegistryError('invalid', `${url.origin} answered without a token`)
  return parsed.data
}
