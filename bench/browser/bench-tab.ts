import type { Browser, Page } from 'playwright'
import { links } from '@/lib/client/links'
import { BenchPortal } from '../portal'
import type { Figure } from '../report'
import { Changes, CHANGES_PER_SECOND } from './changes'
import { TabMemory, type Sample } from './tab-memory'
import { withPage } from './with-page'

const MAX_TAB_MB = 200
/** What garbage collection and caches may differ by between two looks. */
const MAX_GROWTH_MB = 20
const SAMPLE_MS = 15_000

/** What a tab costs that is open, and looked at, for a long time while much changes. */
export function benchTab({ minutes }: { minutes: number }): Promise<Figure[]> {
  return withPage(async ({ page, browser, console_ }) => {
    const changes = new Changes(await BenchPortal.open(console_.url, console_.jwtSecret))
    let figures: Figure[]
    try {
      figures = await watchTab(browser, page, minutes)
    } finally {
      changes.stop()
    }
    return [...figures, changes.figure()]
  })
}

const ROUND = [links.deployments, links.nodes, links.applications, links.overview, links.images]

/** A tab that is looked at: every quarter of a minute another page, the changes on each as they come. */
async function watchTab(browser: Browser, page: Page, minutes: number): Promise<Figure[]> {
  await page.goto(links.overview)
  await page.locator('h1').waitFor()
  const tab = await TabMemory.open(browser, page)
  const before = await page.evaluate(() => ({ begun: window.watched.begun, at: performance.now() }))
  const samples: Sample[] = []
  for (let n = 0; n * SAMPLE_MS <= minutes * 60_000; n++) {
    const sample = await tab.sample((n * SAMPLE_MS) / 60_000)
    samples.push(sample)
    process.stdout.write(
      `  minute ${sample.minute.toFixed(2).padStart(5)}: heap ${sample.heapMb.toFixed(1)} MB, process ${sample.processMb.toFixed(0)} MB\n`,
    )
    await page
      .locator(`nav a[href="${ROUND[n % ROUND.length]}"]`)
      .first()
      .click()
    await page.waitForTimeout(SAMPLE_MS)
  }
  const after = await page.evaluate(() => ({ ...window.watched, longTasks: [], events: [], at: performance.now() }))
  const asked = (after.begun - before.begun) / ((after.at - before.at) / 1000)
  return [memoryFigure(samples, minutes), askedFigure(asked, after.mostAlike)]
}

function memoryFigure(samples: readonly Sample[], minutes: number): Figure {
  const max = (of: (sample: Sample) => number, part: readonly Sample[]) => Math.max(...part.map(of))
  const median = (of: (sample: Sample) => number, part: readonly Sample[]) =>
    part.map(of).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? NaN
  // The first quarter is for what is loaded and kept once.
  const quarter = Math.ceil(samples.length / 4)
  const [second, last] = [samples.slice(quarter, quarter * 2), samples.slice(-quarter)]
  const growthMb = median(({ heapMb }) => heapMb, last) - median(({ heapMb }) => heapMb, second)
  const [first, end] = [samples[0], samples.at(-1)]
  const peak = max(({ processMb }) => processMb, samples)
  return {
    what: `tab after ${minutes} min with ${CHANGES_PER_SECOND} changes/s`,
    measured: `heap ${first?.heapMb.toFixed(0)} → ${end?.heapMb.toFixed(0)} MB (${growthMb.toFixed(1)} MB from the second quarter to the last), process ${first?.processMb.toFixed(0)} → ${end?.processMb.toFixed(0)} MB, most ${peak.toFixed(0)} MB`,
    wanted: `≤ ${MAX_TAB_MB} MB, not growing`,
    met: peak <= MAX_TAB_MB && growthMb <= MAX_GROWTH_MB,
    numbers: { growthMb, peakMb: peak, startHeapMb: first?.heapMb ?? NaN, endHeapMb: end?.heapMb ?? NaN },
  }
}

/**
 * A change that comes while a page fetches for the first time makes it fetch again, as the answer under way may be
 * from before the change: two, and never more, as refreshes wait for each other (lib/client/refresher.ts).
 */
const MOST_ALIKE = 2

function askedFigure(perSecond: number, mostAlike: number): Figure {
  return {
    what: `calls of that tab`,
    measured: `${perSecond.toFixed(1)}/s, at most ${mostAlike} alike at once`,
    wanted: `≤ ${MOST_ALIKE} alike at once`,
    met: mostAlike <= MOST_ALIKE,
    numbers: { perSecond, mostAlike },
  }
}
