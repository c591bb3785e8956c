import type { Page } from 'playwright'
import { links } from '@/lib/client/links'
import { BenchPortal } from '../portal'
import type { Figure } from '../report'
import { Changes, CHANGES_PER_SECOND } from './changes'
import { timeLists, type Timing } from './list-steps'
import { withPage } from './with-page'

const MAX_SHOWN_MS = 1000
/** What delays a key by less is not felt as blocked. */
const MAX_KEY_MS = 100
const TYPED = 'node 0123 of the warehouse'

/** Lists and typing in a real browser on 10,000 nodes and 100,000 deployments: at rest, and while they change. */
export function benchBrowser(): Promise<Figure[]> {
  return withPage(async ({ page, console_ }) => {
    const figures = [shownFigure('at rest', await timeLists(page, 'at rest'))]
    const changes = new Changes(await BenchPortal.open(console_.url, console_.jwtSecret))
    try {
      const when = `with ${CHANGES_PER_SECOND} changes/s`
      figures.push(shownFigure(when, await timeLists(page, when)))
      figures.push(await typing(page))
    } finally {
      changes.stop()
    }
    figures.push(changes.figure())
    return figures
  })
}

function shownFigure(when: string, timings: readonly Timing[]): Figure {
  const sorted = timings.map(({ ms }) => ms).sort((a, b) => a - b)
  const p50 = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const max = sorted.at(-1) ?? NaN
  return {
    what: `lists shown after the click, ${when}`,
    measured: `${timings.length} clicks, p50 ${Math.round(p50)} ms, max ${Math.round(max)} ms`,
    wanted: `≤ ${MAX_SHOWN_MS} ms`,
    met: max <= MAX_SHOWN_MS,
    numbers: {
      p50Ms: p50,
      maxMs: max,
      ...Object.fromEntries(timings.map((one) => [`${one.page}: ${one.step}`, one.ms])),
    },
  }
}

/** The list with the most rows a page, while its rows change. */
async function typing(page: Page): Promise<Figure> {
  await page.goto(`${links.deployments}?size=100`)
  await page.locator('main [data-row]').first().waitFor()
  await page.evaluate(() => {
    window.watched.longTasks.length = 0
    window.watched.events.length = 0
  })
  const field = page.getByRole('textbox', { name: 'Search' }).first()
  await field.pressSequentially(TYPED, { delay: 80 })
  const [task, key] = await page.evaluate(() => [
    Math.max(0, ...window.watched.longTasks),
    Math.max(0, ...window.watched.events),
  ])
  const shown = await field.inputValue()
  return {
    what: `typing in the search, ${CHANGES_PER_SECOND} changes/s, 100 rows`,
    measured: `longest task ${Math.round(task ?? 0)} ms, slowest key ${Math.round(key ?? 0)} ms, left in the field: “${shown}”`,
    wanted: `key shown ≤ ${MAX_KEY_MS} ms, no letter lost`,
    met: (key ?? 0) <= MAX_KEY_MS && shown === TYPED,
    numbers: { longestTaskMs: task ?? 0, slowestKeyMs: key ?? 0 },
  }
}
