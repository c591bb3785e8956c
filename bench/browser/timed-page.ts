import type { Page } from 'playwright'

interface Watched {
  /** When the last click or key press came, by the page's clock. */
  inputAt: number
  /** Calls of operations: begun in all, and under way. */
  begun: number
  underWay: number
  /** The most calls of one operation, with one content, that were under way at once. */
  mostAlike: number
  longTasks: number[]
  events: number[]
}

declare global {
  interface Window {
    watched: Watched
  }
}

/** What is not shown by then counts as this. */
const MAX_MS = 20_000
/** The answer is asked for within this. */
const SETTLE_MS = 100

/** Runs in the page before its own code: notes inputs, calls of operations and long tasks. */
export function watchPage(): void {
  const watched: Watched = { inputAt: 0, begun: 0, underWay: 0, mostAlike: 0, longTasks: [], events: [] }
  window.watched = watched
  const note = (event: Event) => (watched.inputAt = event.timeStamp)
  for (const type of ['click', 'input', 'change']) document.addEventListener(type, note, true)
  const alike = new Map<string, number>()
  const fetchOfPage = window.fetch.bind(window)
  window.fetch = async (resource, init) => {
    if (typeof resource !== 'string' || !resource.includes('/apulisEdge/api/')) return fetchOfPage(resource, init)
    const body = typeof init?.body === 'string' ? init.body.slice(init.body.indexOf('"content"')) : ''
    const key = resource + body
    watched.begun++
    watched.underWay++
    alike.set(key, (alike.get(key) ?? 0) + 1)
    watched.mostAlike = Math.max(watched.mostAlike, alike.get(key) ?? 0)
    try {
      return await fetchOfPage(resource, init)
    } finally {
      watched.underWay--
      const left = (alike.get(key) ?? 1) - 1
      if (left === 0) alike.delete(key)
      else alike.set(key, left)
    }
  }
  const observe = (type: string, into: number[]) =>
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) into.push(duration)
    }).observe({ type, durationThreshold: 16 } as PerformanceObserverInit)
  observe('longtask', watched.longTasks)
  observe('event', watched.events)
}

/** Milliseconds from the last click or key of `act` until the list shows what it asked for. */
export async function shownAfter(page: Page, act: () => Promise<void>): Promise<number> {
  const before = await page.evaluate(() => ({
    rows: [...document.querySelectorAll('main [data-row]')].map((row) => row.getAttribute('data-row')).join(),
    address: window.location.href,
  }))
  await act()
  return page.evaluate(
    ({ before: { rows, address }, maxMs, settleMs }) =>
      new Promise<number>((resolve) => {
        const end = performance.now() + maxMs
        const isShown = () => {
          if (window.location.href === address) return false
          if (document.querySelector('main [aria-busy="true"], main .MuiSkeleton-root')) return false
          const now = [...document.querySelectorAll('main [data-row]')]
            .map((row) => row.getAttribute('data-row'))
            .join()
          if (now !== rows && now !== '') return true
          // The same rows, or none, may be the answer: then it is there when nothing is asked any more.
          return window.watched.underWay === 0 && performance.now() - window.watched.inputAt > settleMs
        }
        const look = () => {
          if (isShown()) requestAnimationFrame(() => resolve(performance.now() - window.watched.inputAt))
          else if (performance.now() > end) resolve(maxMs)
          else requestAnimationFrame(look)
        }
        look()
      }),
    { before, maxMs: MAX_MS, settleMs: SETTLE_MS },
  )
}
