import type { WithHeaders } from '@/lib/http/api-request'

/**
 * Whether a request that carries a cookie comes from our own pages. SameSite keeps other sites out of most browsers;
 * this keeps out another origin on the same site, and old browsers. Programs send neither header and are let pass.
 */
export function isSameOrigin(request: WithHeaders): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin')
  if (origin === null) return true
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}
