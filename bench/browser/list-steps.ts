import type { Page } from 'playwright'
import { links } from '@/lib/client/links'
import { appName, nodeName } from './seed'
import { shownAfter } from './timed-page'

export interface Timing {
  page: string
  step: string
  ms: number
}

interface List {
  name: string
  /** Followed in the navigation; absent: opened by its address, which is no click and is not timed. */
  link?: string
  address: string
  search: string
}

const LISTS: readonly List[] = [
  { name: 'nodes', link: links.nodes, address: links.nodes, search: '0777' },
  { name: 'deployments', link: links.deployments, address: links.deployments, search: 'node 0123' },
  { name: 'applications', link: links.applications, address: links.applications, search: 'app 4' },
  { name: 'images', link: links.images, address: links.images, search: 'image 12' },
  { name: 'an application’s deployments', address: `${links.application(appName(3))}&tab=where`, search: 'node 004' },
  { name: 'a node’s deployments', address: `${links.node(nodeName(42))}&tab=deployments`, search: 'app 4' },
  { name: 'nodes to deploy to', address: links.deploy(appName(3), 'v2'), search: '0777' },
]

/** Other menus do things to the records. */
const FILTERS = /^(State|Architecture|Type|Organisation|Application|Version)$/

/** Every list: opened, each sort, each filter, the next page, a search; timed from the click to what it shows. */
export async function timeLists(page: Page, when: string): Promise<Timing[]> {
  const timings: Timing[] = []
  for (const list of LISTS) {
    const time = async (step: string, act: () => Promise<void>) => {
      const ms = await shownAfter(page, act)
      timings.push({ page: list.name, step, ms })
      process.stdout.write(`  ${when.padEnd(20)} ${list.name.padEnd(28)} ${step.padEnd(24)} ${Math.round(ms)} ms\n`)
    }
    await open(page, list, time)
    for (const header of await texts(page.getByRole('columnheader').getByRole('button'))) {
      const sort = page.getByRole('columnheader', { name: header, exact: true }).getByRole('button')
      await time(`sort: ${header}`, () => sort.click())
    }
    const menus = await texts(page.locator('main button[aria-haspopup=menu]'))
    for (const filter of menus.filter((menu) => FILTERS.test(menu))) await timeFilter(page, filter, time)
    const next = page.getByRole('button', { name: 'Next page' })
    if ((await next.count()) > 0 && (await next.isEnabled())) await time('next page', () => next.click())
    const field = page.getByRole('textbox', { name: 'Search' })
    if ((await field.count()) > 0) await time('search', () => field.first().pressSequentially(list.search))
  }
  return timings
}

type Time = (step: string, act: () => Promise<void>) => Promise<void>

async function open(page: Page, { link, address }: List, time: Time): Promise<void> {
  if (link === undefined) await page.goto(address)
  else await time('open', () => page.locator(`nav a[href="${link}"]`).first().click())
  await page.locator('main [data-row]').first().waitFor()
}

/** Sets the filter to a choice in the middle, and takes it back. */
async function timeFilter(page: Page, filter: string, time: Time): Promise<void> {
  const choose = async (share: number) => {
    await page.getByRole('button', { name: filter }).first().click()
    const choices = page.getByRole('menuitem')
    await choices.first().waitFor()
    await choices.nth(Math.floor((await choices.count()) * share)).click()
  }
  await time(`filter: ${filter}`, () => choose(0.5))
  await time(`no filter: ${filter}`, () => choose(0))
}

async function texts(found: ReturnType<Page['locator']>): Promise<string[]> {
  return (await found.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '')
}
