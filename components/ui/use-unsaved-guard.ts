'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { hasUnsaved, holdUnsaved, leave } from '@/lib/client/unsaved'

/**
 * While `dirty`, asks before what was entered is lost: by a link, by the browser's back button, by a reload.
 * A form that was saved must not be dirty any more before it leads elsewhere.
 */
export function useUnsavedGuard(dirty: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!dirty) return undefined
    const release = holdUnsaved()
    const stop = new AbortController()
    const { signal } = stop
    window.addEventListener('beforeunload', (event) => hasUnsaved() && event.preventDefault(), { signal })
    document.addEventListener('click', (event) => onClick(event, (href) => router.push(href)), {
      capture: true,
      signal,
    })
    watchHistory(signal)
    return () => {
      stop.abort()
      release()
    }
  }, [dirty, router])
}

function onClick(event: MouseEvent, go: (href: string) => void): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (!link || (link.target !== '' && link.target !== '_self') || link.hasAttribute('download')) return
  const url = new URL(link.href, window.location.href)
  // Elsewhere, `beforeunload` asks; a part of the same page loses nothing.
  if (url.origin !== window.location.origin || samePage(url) || !hasUnsaved()) return
  event.preventDefault()
  event.stopPropagation()
  leave(() => go(url.pathname + url.search + url.hash))
}

const samePage = (url: URL) => url.pathname === window.location.pathname && url.search === window.location.search

/** Where in the tab's history the page is; browsers without that are taken to go back by one. */
function historyIndex(): number | undefined {
  const { navigation } = window as Window & { navigation?: { currentEntry: { index: number } | null } }
  return navigation?.currentEntry?.index
}

/** Undoes a step in the history before the router sees it, and repeats it once the user agreed. */
function watchHistory(signal: AbortSignal): void {
  const here = historyIndex()
  let returning = false
  window.addEventListener(
    'popstate',
    (event) => {
      if (!hasUnsaved() && !returning) return
      event.stopImmediatePropagation()
      if (returning) {
        returning = false
        return
      }
      const now = historyIndex()
      const steps = here === undefined || now === undefined || here === now ? 1 : here - now
      returning = true
      window.history.go(steps)
      leave(() => window.history.go(-steps))
    },
    { capture: true, signal },
  )
}
