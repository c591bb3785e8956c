import type { Page, Request } from '@playwright/test'
import { waitFor } from '@/lib/testing/wait'

const underWay = new WeakMap<Page, Set<Request>>()

/**
 * Which calls of operations, and parts of the page that are loaded when they are first shown, are under way: of those
 * that began after this was first called for the page.
 */
export function requestsUnderWay(page: Page): ReadonlySet<Request> {
  const known = underWay.get(page)
  if (known) return known
  const under = new Set<Request>()
  underWay.set(page, under)
  const ended = (request: Request) => under.delete(request)
  page.on('request', (request) => {
    if (request.url().includes('/apulisEdge/api/') || request.resourceType() === 'script') under.add(request)
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return under
}

/** Waits until the page has its data, and nothing on it moves any more. */
export async function settled(page: Page): Promise<void> {
  const under = requestsUnderWay(page)
  await page.locator('h1').first().waitFor()
  // Twice in a row: a part that has just come asks for its data next.
  let quiet = 0
  const look = async () => {
    const waiting = await page.locator('.MuiSkeleton-root, main[aria-busy=true], main [aria-busy=true]').count()
    quiet = under.size === 0 && waiting === 0 ? quiet + 1 : 0
    return quiet === 2
  }
  await waitFor(look, { what: `${page.url()} has its data` })
  // Fading in, colours are not yet what they will be. What goes round for ever is let be.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )
}
