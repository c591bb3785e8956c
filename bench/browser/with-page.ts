import { chromium, type Browser, type Page } from 'playwright'
import { signIn } from '@/e2e/browser/sign-in'
import { CHROMIUM_OPTIONS } from '@/e2e/harness/chromium'
import type { TestConsole } from '@/e2e/harness/console'
import { withLargeConsole } from './large-console'
import { watchPage } from './timed-page'

interface OpenPage {
  page: Page
  browser: Browser
  console_: TestConsole
}

/** The one page of a browser, signed in to a console with a large site; it stands still when `work` begins. */
export function withPage<T>(work: (open: OpenPage) => Promise<T>): Promise<T> {
  return withLargeConsole(async (console_) => {
    const browser = await chromium.launch(CHROMIUM_OPTIONS)
    try {
      const viewport = { width: 1440, height: 900 }
      const page = await browser.newPage({ locale: 'en-GB', baseURL: console_.url, viewport })
      page.setDefaultTimeout(20_000)
      // tsx names functions through this helper, which is not in the page.
      await page.addInitScript('globalThis.__name = (it) => it')
      await page.addInitScript(watchPage)
      await signIn(page, console_)
      await page.waitForFunction(() => window.watched.begun > 0 && window.watched.underWay === 0)
      return await work({ page, browser, console_ })
    } finally {
      await browser.close()
    }
  })
}
