import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { settled } from './settled'

/** WCAG 2.2, levels A and AA, and what is good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Once the page has its data and nothing moves: no violation that axe finds, nothing that must be scrolled for
 * sideways, nothing that a section cuts off, and the tab that is shown is in sight of its row.
 */
export async function expectUsable(page: Page, name: string): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html).slice(0, 3) }))
  expect.soft(found, name).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(overflow, `${name}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
  const cut = await page
    .locator('main section')
    .evaluateAll((sections) => sections.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
  expect.soft(Math.max(0, ...cut), `${name}: pixels of a section that nobody sees`).toBe(0)
  const beyond = await page.locator('[role=tab][aria-selected=true]').evaluateAll((tabs) =>
    tabs.map((tab) => {
      const end = (element: Element) => element.getBoundingClientRect().right
      return end(tab) - end(tab.parentElement ?? tab)
    }),
  )
  expect.soft(Math.max(0, ...beyond), `${name}: pixels of its tab beyond the row`).toBeLessThanOrEqual(1)
}
