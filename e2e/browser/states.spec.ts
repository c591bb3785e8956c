import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { links } from '@/lib/client/links'
import { waitFor } from '@/lib/testing/wait'
import { API, message } from '../harness/portal'
import { seedShowcase, showcase } from '../harness/showcase'
import { expect, test } from './console-test'
import { EMPTY_AT_FIRST, EMPTY_OF_RECORDS, LISTS } from './lists'
import { words } from './page-list'
import { signIn } from './sign-in'

// These tests begin with nothing, and break what is there.
test.use({ consoleName: 'states' })
test.describe.configure({ mode: 'serial' })

const nodes = words('en', 'nodes')
const images = words('en', 'images')
const applications = words('en', 'applications')
const deployments = words('en', 'deployments')
const common = words('en', 'common')
const shell = words('en', 'shell')

const rows = (page: Page): Locator => page.locator('main [data-row]')
const main = (page: Page): Locator => page.locator('main')

/** Changes the console's database behind its back. */
function inDatabase(dataDir: string, sql: string): void {
  const database = new Database(path.join(dataDir, 'console.db'), { timeout: 10_000 })
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

/** The address with more in its query. */
function withQuery(address: string, name: string, value: string): string {
  const url = new URL(address, 'http://console')
  url.searchParams.set(name, value)
  return url.pathname + url.search
}

async function expectEmpty(page: Page, lists: typeof EMPTY_AT_FIRST): Promise<void> {
  for (const { address, title } of lists) {
    await page.goto(address)
    await expect(page.getByText(title)).toBeVisible()
    await expect(main(page).locator('a, button').last()).toBeVisible()
    await expect(rows(page)).toHaveCount(0)
  }
}

test('a list without a record says what belongs there, and what to do next', async ({ signedIn: page, console_ }) => {
  await expectEmpty(page, EMPTY_AT_FIRST)
  await seedShowcase(console_.portal({ uid: 1 }))
  await expectEmpty(page, EMPTY_OF_RECORDS)
})

test('a list shows the shape of what is to come while it waits', async ({ signedIn: page }) => {
  for (const { address, operation } of Object.values(LISTS)) {
    let answer = () => undefined as void
    const held = new Promise<void>((resolve) => (answer = resolve))
    // Held back in the browser: the server itself answers sooner than a skeleton comes up.
    await page.route(`**${API}${operation}`, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(address)
    await expect(main(page).locator('.MuiSkeleton-root').first()).toBeVisible()
    await expect(rows(page)).toHaveCount(0)
    answer()
    await expect(rows(page).first()).toBeVisible()
    await expect(main(page).locator('.MuiSkeleton-root')).toHaveCount(0)
    await page.unroute(`**${API}${operation}`)
  }
})

test('a search that finds nothing says so, and leads back', async ({ signedIn: page }) => {
  for (const { address } of Object.values(LISTS)) {
    await page.goto(withQuery(address, 'search', 'nothing-is-called-this'))
    await expect(page.getByText(common.nothingFound, { exact: true })).toBeVisible()
    await page.getByRole('button', { name: common.clearAll }).last().click()
    await expect(rows(page).first()).toBeVisible()
  }
})

test('a list that the server fails to answer says what failed, what to quote, and tries again', async ({
  signedIn: page,
  console_,
}) => {
  for (const [name, { address, table }] of Object.entries(LISTS)) {
    await test.step(name, async () => {
      inDatabase(console_.dataDir, `ALTER TABLE "${table}" RENAME TO "Away"`)
      try {
        await page.goto(address)
        const alert = main(page)
          .getByRole('alert')
          .filter({ hasText: /Code 10003 · message [0-9a-f-]{36}/ })
          .first()
        await expect(alert).toBeVisible()
        const again = page.waitForResponse((response) => response.url().includes(API) && response.status() === 500)
        await alert.getByRole('button', { name: common.retry }).click()
        await again
      } finally {
        inDatabase(console_.dataDir, `ALTER TABLE "Away" RENAME TO "${table}"`)
      }
      // Also without a click: the page goes on trying, ever more slowly.
      await expect(rows(page).first()).toBeVisible({ timeout: 30_000 })
      await expect(main(page).getByRole('alert')).toHaveCount(0)
    })
  }
})

test('a list whose session ended asks to sign in, and is there again afterwards', async ({ page, console_ }) => {
  for (const { address } of Object.values(LISTS)) {
    await signIn(page, console_)
    await page.goto(withQuery(address, 'order', 'asc'))
    await expect(rows(page).first()).toBeVisible()
    inDatabase(console_.dataDir, 'DELETE FROM "Session"')
    // Asks for something new, until the server has noticed: it believes a session for two seconds.
    const password = page.locator('input[autocomplete=current-password]')
    const search = page.getByRole('textbox', { name: common.search })
    for (let n = 0; n < 10 && !(await password.isVisible()); n++) {
      await search.fill(`try ${n}`, { timeout: 2000 }).catch(() => undefined) // the sign-in has come
      await password.waitFor({ timeout: 1000 }).catch(() => undefined) // not yet
    }
    const name = page.locator('input[autocomplete=username]')
    if (await name.isEditable()) await name.fill('admin')
    await password.fill(console_.adminPassword)
    await password.press('Enter')
    await expect(password).toHaveCount(0)
    expect(new URL(page.url()).pathname).toBe(new URL(address, page.url()).pathname)
    await page.goto(address)
    await expect(rows(page).first()).toBeVisible()
  }
})

test('a list keeps what it showed while the console is away, says so, and is current again by itself', async ({
  signedIn: page,
  console_,
}) => {
  await page.goto(links.nodes)
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByText(common.live, { exact: true })).toBeVisible()
  const before = await rows(page).count()
  await console_.kill9()
  const banner = page.getByText(shell.connectionLost.slice(0, shell.connectionLost.indexOf('{')))
  await expect(banner).toBeVisible()
  await expect(page.getByText(common.asOf.replace('{time}', '').trim())).toBeVisible()
  await expect(rows(page)).toHaveCount(before)
  await console_.run()
  await console_.portal({ uid: 1 }).ok('node/createNode', { name: 'made meanwhile', nodeType: 'Generic' })
  await expect(banner).toBeHidden({ timeout: 40_000 })
  await expect(page.getByRole('link', { name: 'made meanwhile' })).toBeVisible()
  await expect(page.getByText(common.live, { exact: true })).toBeVisible()
})

test('a list keeps what it showed while the network is away, and is current again when it is back', async ({
  signedIn: page,
  context,
}) => {
  const lost = page.getByText(shell.connectionLost.slice(0, shell.connectionLost.indexOf('{')))
  for (const [name, { address }] of Object.entries(LISTS)) {
    await test.step(name, async () => {
      await page.goto(address)
      await expect(rows(page).first()).toBeVisible()
      const before = await rows(page).count()
      await context.setOffline(true)
      await expect(lost).toBeVisible({ timeout: 20_000 })
      await expect(rows(page)).toHaveCount(before)
      await context.setOffline(false)
      await expect(lost).toBeHidden({ timeout: 40_000 })
      await expect(page.getByText(common.live, { exact: true })).toBeVisible()
    })
  }
})

test('a viewer is offered no change, and refused one', async ({ page, console_ }) => {
  inDatabase(console_.dataDir, `UPDATE "User" SET role = 'viewer'`)
  try {
    await signIn(page, console_)
    await viewerMeetsNoChange(page)
    await refusesChanges(page)
  } finally {
    inDatabase(console_.dataDir, `UPDATE "User" SET role = 'admin'`)
  }
})

async function viewerMeetsNoChange(page: Page): Promise<void> {
  const destructive = new RegExp([nodes.delete, images.deleteImage, images.deleteOrg, applications.delete].join('|'))
  for (const { address, change } of Object.values(LISTS)) {
    await page.goto(address)
    await expect(rows(page).first()).toBeVisible()
    if (change !== undefined) {
      await expect(page.getByRole('button', { name: change }).or(page.getByRole('link', { name: change }))).toHaveCount(
        0,
      )
    }
    const menu = rows(page).first().locator('button[aria-haspopup=menu]')
    if ((await menu.count()) === 0) continue
    await menu.click()
    await page.getByRole('menuitem').first().waitFor()
    await expect(page.getByRole('menuitem', { name: destructive })).toHaveCount(0)
    await expect(page.getByRole('menuitem', { name: deployments.undeploy.label })).toHaveCount(0)
    await page.keyboard.press('Escape')
  }
}

async function refusesChanges(page: Page): Promise<void> {
  const { app, version, onlineNode } = showcase
  const changes: Readonly<Record<string, object>> = {
    'node/createNode': { name: 'no', nodeType: 'Generic' },
    'node/deleteNode': { name: onlineNode },
    'image/createOrg': { orgName: 'no' },
    'application/deleteApplication': { appName: app },
    'application/undeployApplication': { appName: app, version, nodeNames: [onlineNode] },
  }
  for (const [operation, content] of Object.entries(changes)) {
    const answer = await page.request.post(`${API}${operation}`, { data: message(content) })
    expect(answer.status(), operation).toBe(403)
  }
  const still = async () =>
    (await page.request.post(`${API}node/desNode`, { data: message({ name: onlineNode }) })).ok()
  await waitFor(still, { what: 'the node is still there' })
}
