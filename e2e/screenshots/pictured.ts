import { chromium, type Browser, type Page } from 'playwright'
import { LANGUAGES, type Language } from '../browser/page-list'
import { settled } from '../browser/settled'
import { signIn } from '../browser/sign-in'
import { CHROMIUM_OPTIONS } from '../harness/chromium'
import type { TestConsole } from '../harness/console'

const LOAD_MS = 20_000

export function openBrowser(): Promise<Browser> {
  return chromium.launch(CHROMIUM_OPTIONS)
}

export interface Look {
  language: Language
  theme: 'light' | 'dark'
  viewport: { width: number; height: number }
}

export interface Pictured {
  page: Page
  /** Opens an address and waits until it stands still. */
  visit: (address: string, open?: (page: Page, language: Language) => Promise<void>) => Promise<void>
  close: () => Promise<void>
}

/** A browser window that looks this way; signed in unless told. */
export async function openWindow(
  browser: Browser,
  console_: TestConsole,
  { language, theme, viewport }: Look,
  signedIn = true,
): Promise<Pictured> {
  const context = await browser.newContext({
    baseURL: console_.url,
    locale: LANGUAGES[language],
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    viewport,
  })
  context.setDefaultTimeout(LOAD_MS)
  const page = await context.newPage()
  if (signedIn) await signIn(page, console_)
  return {
    page,
    visit: async (address, open) => {
      await page.goto(address)
      await settled(page)
      await open?.(page, language)
      await settled(page)
    },
    close: () => context.close(),
  }
}
