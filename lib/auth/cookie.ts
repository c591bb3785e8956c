import type { WithHeaders } from '@/lib/http/api-request'
import { SESSION_MS } from './sessions'

const NAME = 'apulisedge_session'

export function readSessionCookie(request: WithHeaders): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === NAME && value) return value
  }
  return undefined
}

/** `secure` where the console is reached over https: a browser would drop such a cookie over http. */
export function sessionCookie(token: string, secure: boolean): string {
  return `${NAME}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_MS / 1000}${secure ? '; Secure' : ''}`
}

export function endedSessionCookie(): string {
  return `${NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
}
