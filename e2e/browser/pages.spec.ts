import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { seedShowcase } from '../harness/showcase'
import { expect, test } from './console-test'
import { LANGUAGES, PAGES, SIZES, THEMES, type Language } from './page-list'
import { countAsking, settled } from './settled'
import { signIn } from './sign-in'

/** WCAG 2.2, levels A and AA, and what is good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

test.beforeAll(async ({ console_ }) => {
  await seedShowcase(console_.portal({ uid: 1 }))
})

for (const [language, locale] of Object.entries(LANGUAGES) as [Language, string][]) {
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      test.describe(`${language}, ${theme}, ${size}`, () => {
        test.use({ locale, colorScheme: theme, viewport })

        test('every page can be read and used by everybody, and fits', async ({ page, console_ }) => {
          test.setTimeout(300_000)
          const asking = countAsking(page)
          const look = async (name: string, address: string, open?: () => Promise<void>) => {
            await page.goto(address)
            await settled(page, asking)
            await open?.()
            await settled(page, asking)
            await expectUsable(page, name)
          }
          await look('sign-in', '/login')
          await signIn(page, console_)
          for (const [name, { address, open }] of Object.entries(PAGES)) {
            await test.step(name, () => look(name, address, open && (() => open(page, language))))
          }
        })
      })
    }
  }
}

/** No violation that axe finds, and nothing that must be scrolled for sideways. */
async function expectUsable(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html).slice(0, 3) }))
  expect.soft(found, name).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(overflow, `${name}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
}
