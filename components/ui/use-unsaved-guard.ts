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

/** Holds back a step in the history, and takes it once the user agreed. */
function watchHistory(signal: AbortSignal): void {
  // Chromium calls the router's listener for `popstate` before any of ours: there the step is held back before it.
  if (!('navigation' in window)) return watchPopState(signal)
  const { navigation } = window
  const onNavigate = (event: NavigateEvent) => {
    const { navigationType, destination, cancelable } = event
    // To another document, `beforeunload` asks.
    if (navigationType !== 'traverse' || !destination.sameDocument || !cancelable || !hasUnsaved()) return
    event.preventDefault()
    leave(() => void navigation.traverseTo(destination.key))
  }
  navigation.addEventListener('navigate', onNavigate, { signal })
}

/** Undoes a step back before the router sees it, and repeats it once the user agreed. */
function watchPopState(signal: AbortSignal): void {
  let returning = false
  const onPopState = (event: Event) => {
    if (!hasUnsaved() && !returning) return
    event.stopImmediatePropagation()
    if (returning) {
      returning = false
      return
    }
    returning = true
    window.history.go(1)
    leave(() => window.history.go(-1))
  }
  window.addEventListener('popstate', onPopState, { capture: true, signal })
}
