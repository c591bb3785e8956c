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
let ended = false
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

/** For whoever asks the user to sign in again over the page; while nobody does, the page is left for the sign-in. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function isSessionEnded(): boolean {
  return ended
}

/** The same user signed in again: what was shown and entered goes on. */
export function sessionResumed(): void {
  ended = false
  tell()
}

/**
 * A call was answered that nobody is signed in. Over a page the user is asked to sign in, so that nothing that was
 * entered is lost; else to the sign-in and back afterwards. Further calls are answered 401 too; they change nothing.
 */
export function sessionEnded(): void {
  if (ended || leaving) return
  if (listeners.size > 0) {
    ended = true
    tell()
    return
  }
  const { pathname, search, hash } = window.location
  if (pathname === SIGN_IN) return
  leaving = true
  const here = pathname + search + hash
  toSignIn(here === '/' ? undefined : here)
}
