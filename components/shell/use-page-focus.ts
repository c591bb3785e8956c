'use client'
import { useEffect, useRef } from 'react'
import { layerIsOpen } from '@/lib/client/key-scope'

/** A page that still fetches what it is about has no heading yet; later than this it is of no use. */
const HEADING_MS = 5000

/**
 * Follows a link with the focus, as a browser does between documents: to the heading of the page that opened, so that
 * it is read out and the next Tab goes on from there. Where the user or the page has put the focus meanwhile, it stays.
 * @param page what tells one page from another
 */
export function usePageFocus(page: string): void {
  const last = useRef(page)
  useEffect(() => {
    if (last.current === page) return undefined
    last.current = page
    const main = document.querySelector('main')
    if (!main || layerIsOpen() || isInField(main)) return undefined
    if (focusHeading(main)) return undefined
    main.focus({ preventScroll: true })
    return whenHeading(main)
  }, [page])
}

/** A form that opens with its first field focused wants it there. */
const isInField = (main: HTMLElement) =>
  main.contains(document.activeElement) && document.activeElement?.matches('input, textarea, select') === true

function focusHeading(main: HTMLElement): boolean {
  const heading = main.querySelector('h1')
  if (!heading) return false
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  return true
}

/** Focuses the heading once it is there, unless the focus has left; @returns what stops the wait */
function whenHeading(main: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    const { activeElement } = document
    const free = activeElement === null || activeElement === main || activeElement === document.body
    if (!free || layerIsOpen() || focusHeading(main)) stop()
  })
  const timer = setTimeout(() => stop(), HEADING_MS)
  const stop = () => {
    clearTimeout(timer)
    observer.disconnect()
  }
  observer.observe(main, { childList: true, subtree: true })
  return stop
}
