import { seedShowcase } from '../harness/showcase'
import { expect, test } from './console-test'
import { LANGUAGES, PAGES, SIZES, THEMES, type Language, type ListedPage } from './page-list'
import { settled } from './settled'
import { signIn } from './sign-in'
import { expectUsable } from './usable'

test.use({ consoleName: 'pages' })

test.beforeAll(async ({ console_ }) => {
  await seedShowcase(console_.portal({ uid: 1 }))
})

const WITH_TABLES = [
  'nodes',
  'batches',
  'batch-draft',
  'orgs',
  'org',
  'images',
  'image',
  'applications',
  'application',
  'application-where',
  'versions-compared',
  'version-published',
  'deploy',
  'deployments',
] as const satisfies readonly (keyof typeof PAGES)[]

/** Colours do not depend on the size: on a phone each language is looked at in one theme. */
const isTried = (language: Language, theme: string, size: string) =>
  size !== 'phone' || (language === 'en') === (theme === 'light')

for (const [language, locale] of Object.entries(LANGUAGES) as [Language, string][]) {
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      if (!isTried(language, theme, size)) continue
      test.describe(`${language}, ${theme}, ${size}`, () => {
        test.use({ locale, colorScheme: theme, viewport })

        test('every page can be read and used by everybody, and fits', async ({ page, console_ }) => {
          test.setTimeout(300_000)
          const look = async (name: string, address: string, open?: () => Promise<void>) => {
            await page.goto(address)
            await settled(page)
            await open?.()
            await expectUsable(page, name)
          }
          await look('sign-in', '/login')
          await signIn(page, console_)
          for (const [name, { address, open }] of Object.entries<ListedPage>(PAGES)) {
            await test.step(name, () => look(name, address, open && (() => open(page, language))))
          }
        })
      })
    }
  }
}

test('no table scrolls sideways, on a tablet, a small laptop or a large one', async ({ page, console_ }) => {
  test.setTimeout(180_000)
  await signIn(page, console_)
  const excess: Record<string, number> = {}
  for (const name of WITH_TABLES) {
    await page.goto(PAGES[name].address)
    await page.getByRole('table').first().waitFor()
    for (const width of [768, 900, 1024, 1100, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      const tables = await page.getByRole('table').all()
      expect(tables, `${name} at ${width} pixels`).not.toEqual([])
      for (const table of tables) {
        const pixels = await table.evaluate(
          (element) => element.scrollWidth - (element.parentElement?.clientWidth ?? 0),
        )
        if (pixels > 0) excess[`${name} at ${width} pixels`] = pixels
      }
    }
  }
  expect(excess).toEqual({})
})
