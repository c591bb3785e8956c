/** Only a path of this console: an address from elsewhere in `?next=` is not followed. */
export function safeNext(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return '/'
  const url = new URL(next, origin)
  if (url.origin !== origin || url.pathname === '/login') return '/'
  return url.pathname + url.search + url.hash
}

let leaving = false

/**
 * To the sign-in and back afterwards. A full load, so that nothing of the ended session stays in memory. Further
 * calls are answered 401 too while the page unloads; they change nothing.
 */
export function sessionEnded(): void {
  const { pathname, search, hash } = window.location
  if (leaving || pathname === '/login') return
  leaving = true
  const here = pathname + search + hash
  window.location.assign(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`)
}
