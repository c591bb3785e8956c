const SIGN_IN = '/login'

/** Only a path of this console: an address from elsewhere in `?next=` is not followed. */
export function safeNext(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return '/'
  const url = new URL(next, origin)
  if (url.origin !== origin || url.pathname === SIGN_IN) return '/'
  return url.pathname + url.search + url.hash
}

/** A full load, so that nothing of the ended session stays in memory. */
export function toSignIn(next?: string): void {
  const url = new URL(SIGN_IN, window.location.origin)
  if (next !== undefined) url.searchParams.set('next', next)
  window.location.assign(url)
}

let leaving = false

/**
 * To the sign-in and back afterwards. Further calls are answered 401 too while the page unloads; they change
 * nothing.
 */
export function sessionEnded(): void {
  const { pathname, search, hash } = window.location
  if (leaving || pathname === SIGN_IN) return
  leaving = true
  const here = pathname + search + hash
  toSignIn(here === '/' ? undefined : here)
}
