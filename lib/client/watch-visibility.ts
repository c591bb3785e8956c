/** A glance at another tab is none of its business. */
const HIDDEN_AFTER_MS = 10_000

interface Handlers {
  onHidden: () => void
  /** Only after `onHidden`. */
  onShown: () => void
}

/**
 * Tells when the page has been in the background for a while, and when it is back. A browser allows six connections to
 * a server that speaks HTTP/1.1: were each tab to keep one for its events, the seventh tab could load nothing.
 * @returns a function that ends it
 */
export function watchVisibility({ onHidden, onShown }: Handlers): () => void {
  let away = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    away = true
    onHidden()
  }
  const look = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(hide, HIDDEN_AFTER_MS)
    else if (away) {
      away = false
      onShown()
    }
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
