import type { Browser, CDPSession, Page } from 'playwright'
import { anonymousMiB } from '../memory'

export interface Sample {
  minute: number
  /** JavaScript heap after a collection. */
  heapMb: number
  /** Memory that only the tab's process has, as the browser's task manager counts it. */
  processMb: number
}

/** Looks at the memory of the page's tab; the browser has no other tab. */
export class TabMemory {
  private constructor(
    readonly page: CDPSession,
    readonly browser: CDPSession,
  ) {}

  static async open(browser: Browser, page: Page): Promise<TabMemory> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new TabMemory(session, await browser.newBrowserCDPSession())
  }

  async sample(minute: number): Promise<Sample> {
    await this.page.send('HeapProfiler.collectGarbage')
    const { metrics } = await this.page.send('Performance.getMetrics')
    const bytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN
    return { minute, heapMb: bytes / 1e6, processMb: await this.#processMb() }
  }

  /** Of the largest renderer: the others are spares without a page. */
  async #processMb(): Promise<number> {
    const { processInfo } = await this.browser.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    return Math.max(...renderers.map(({ id }) => anonymousMiB(id))) * 1.048576
  }
}
