import type { Page } from '@playwright/test'
import { waitFor } from '@/lib/testing/wait'
import { expect, test } from './console-test'
import { expectUsable } from './usable'

const NODE = 'shell-till-1'
const STOPPED = 'shell-stopped'

const field = (page: Page) => page.getByRole('combobox')
const sheet = (page: Page, name: string) => page.getByRole('dialog', { name })

test.beforeAll(async ({ console_ }) => {
  const portal = console_.portal({ uid: 1 })
  for (const name of [NODE, STOPPED]) await portal.ok('node/createNode', { name, nodeType: 'Generic' })
  await portal.ok('demo/joinVirtualNode', { name: STOPPED, arch: 'amd64' })
  const status = async () => (await portal.ok('node/desNode', { name: STOPPED })).node.status
  await waitFor(async () => (await status()) === 'Online', { what: 'the node is online', timeoutMs: 20_000 })
})

test.describe('English, light, by keyboard alone', () => {
  test.use({ locale: 'en-GB', colorScheme: 'light' })

  test('goes anywhere, finds anything and does things without a mouse', async ({ page, console_ }) => {
    await page.goto('/login')
    await page.locator('input[autocomplete=username]').focus()
    await page.keyboard.type('admin')
    await page.keyboard.press('Tab')
    await page.keyboard.type(console_.adminPassword)
    await page.keyboard.press('Enter')
    await expect(page).toHaveTitle('Overview · ApulisEdge Console')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

    await test.step('past the navigation', async () => {
      await page.reload()
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.keyboard.press('Tab')
      await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('main')).toBeFocused()
    })

    await test.step('to a page, and to its heading', async () => {
      await page.keyboard.press('g')
      await page.keyboard.press('n')
      await expect(page.getByRole('heading', { level: 1, name: 'Nodes' })).toBeFocused()
      await expect(page).toHaveTitle('Nodes · ApulisEdge Console')
    })

    await test.step('to a record by its name', async () => {
      await page.keyboard.press('Control+k')
      await expect(field(page)).toBeFocused()
      await page.keyboard.type('till-1 SHELL')
      await expect(page.getByRole('option', { name: NODE })).toHaveAttribute('aria-selected', 'true')
      await expectUsable(page, 'what is found')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: NODE })).toBeFocused()
    })

    await test.step('and it is remembered; the focus comes back to where it was', async () => {
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('group', { name: 'Seen last' }).getByRole('option').first()).toContainText(NODE)
      await expectUsable(page, 'what was seen last')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('heading', { level: 1, name: NODE })).toBeFocused()
    })

    await test.step('to what can be done, and out again', async () => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('regis')
      await expect(page.getByRole('option', { name: 'Register node' })).toHaveAttribute('aria-selected', 'true')
      await page.keyboard.press('Enter')
      await expect(sheet(page, 'Register node')).toBeVisible()
      await expect(page).toHaveURL(/\/nodes\?register/)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(page).toHaveURL('/nodes')
    })

    await test.step('to the keys', async () => {
      await page.keyboard.press('?')
      await expect(sheet(page, 'Keyboard shortcuts')).toBeVisible()
      await expectUsable(page, 'the keys')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })

    await test.step('to what needs attention, as soon as it does', async () => {
      await console_.portal({ uid: 1 }).ok('demo/stopVirtualNode', { name: STOPPED })
      const offline = page.getByRole('link', { name: /^\d+ nodes? offline$/ })
      await expect(offline).toBeVisible({ timeout: 60_000 })
      await offline.focus()
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL('/nodes?status=Offline')
      await expect(page.getByRole('link', { name: STOPPED })).toBeVisible()
    })
  })
})

test.describe('Chinese, dark, on a phone', () => {
  test.use({ locale: 'en-GB', colorScheme: 'light', viewport: { width: 360, height: 740 } })

  test('is chosen at the sign-in; search, keys and outages fit the screen', async ({ page, console_ }) => {
    await page.goto('/login')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('button', { name: '深色' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-color-scheme', 'dark')
    await expect(page).toHaveTitle('登录 · ApulisEdge 控制台')
    await expectUsable(page, 'the sign-in on a phone')
    await page.getByLabel('用户名').fill('admin')
    await page.getByLabel('密码', { exact: true }).fill(console_.adminPassword)
    await page.getByRole('button', { name: '登录' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '概览' })).toBeVisible()

    await test.step('finds a node', async () => {
      await page.getByRole('button', { name: '搜索或跳转…' }).click()
      await expect(field(page)).toBeVisible()
      await expectUsable(page, 'the palette on a phone')
      await field(page).fill(NODE)
      await page.getByRole('option', { name: NODE }).click()
      await expect(page.getByRole('heading', { level: 1, name: NODE })).toBeVisible()
    })

    await test.step('shows the keys', async () => {
      await page.getByRole('button', { name: /^账号/ }).click()
      await page.getByRole('menuitem', { name: '键盘快捷键' }).click()
      await expect(sheet(page, '键盘快捷键')).toBeVisible()
      await expectUsable(page, 'the keys on a phone')
      await page.keyboard.press('Escape')
    })

    await test.step('says what cannot be reached, until it can be again', async () => {
      const parts = { database: { ok: true }, cluster: { ok: false }, registry: { ok: false } }
      await page.route('**/api/health', (route) => route.fulfill({ status: 503, json: { ok: false, parts } }))
      await page.reload()
      const bar = page.getByRole('status').filter({ hasText: '无法连接 Kubernetes 集群' })
      await expect(bar).toContainText('无法连接镜像仓库')
      await expectUsable(page, 'what cannot be reached')
      await page.unroute('**/api/health')
      await expect(page.getByText('无法连接 Kubernetes 集群')).toBeHidden()
    })

    await test.step('opens the navigation, and goes back to another language', async () => {
      await page.getByRole('button', { name: '打开菜单' }).click()
      await expect(page.getByRole('navigation')).toBeVisible()
      await expectUsable(page, 'the navigation on a phone')
      await page.getByRole('navigation').getByRole('link', { name: '部署', exact: true }).click()
      await expect(page.getByRole('heading', { level: 1, name: '部署' })).toBeFocused()
      await page.getByRole('button', { name: '搜索或跳转…' }).click()
      await field(page).fill('english')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'Deployments' })).toBeVisible()
    })
  })
})
