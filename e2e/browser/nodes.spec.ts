import type { Page } from '@playwright/test'
import { expect, test } from './console-test'
import { signIn } from './sign-in'
import { expectUsable } from './usable'

const FIRST = 'nd shop 1'
const SECOND = 'nd 门店/2 %'

const dialog = (page: Page) => page.getByRole('dialog')
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const pageOf = (name: string, tab?: string) =>
  `/nodes/view?${new URLSearchParams(tab === undefined ? { name } : { name, tab }).toString()}`

test('nodes: registered, joined, looked at and deleted, by keyboard and by pointer', async ({
  signedIn: page,
  browser,
  console_,
}) => {
  test.setTimeout(300_000)
  await page.emulateMedia({ colorScheme: 'light' })

  await test.step('register by the keyboard, and see the machine come', async () => {
    await page.goto('/nodes?register=1')
    await dialog(page).getByRole('textbox', { name: 'Name' }).fill(FIRST)
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByRole('heading', { name: 'Which processor has the machine?' })).toBeVisible()
    await expectUsable(page, 'the step of the architecture')
    await dialog(page).getByRole('button', { name: 'Next', exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByText(/curl .*\/api\/join\//)).toBeVisible()
    const command = dialog(page).getByLabel('Command', { exact: true })
    const before = await command.textContent()
    await dialog(page).getByRole('button', { name: 'New command' }).click()
    await expect(command).not.toHaveText(before ?? '')
    await expectUsable(page, 'the step of the command')
    await page.reload()
    await dialog(page).getByRole('button', { name: 'Next', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Join a virtual node' }).click()
    await expect(dialog(page).getByText('The node is here.')).toBeVisible()
    await dialog(page).getByRole('button', { name: 'Register another' }).click()
  })

  await test.step('leave the second before it has come, and go on from its page', async () => {
    await dialog(page).getByRole('textbox', { name: 'Name' }).fill(SECOND)
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('button', { name: 'Later' }).click()
    await expect(row(page, FIRST).getByText('Online')).toBeVisible()
    await row(page, SECOND).getByRole('link', { name: SECOND }).click()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('button', { name: 'I have run it' }).click()
    await expect(page.getByText('Waiting for the node to report…')).toBeVisible()
    await expectUsable(page, 'waiting for a node')
    await console_.portal({ uid: 1 }).ok('demo/joinVirtualNode', { name: SECOND, arch: 'amd64' })
    await expect(page.getByText('The node is here.')).toBeVisible()
    await expect(page.getByText('All is as it should be.')).toBeVisible()
  })

  await test.step('go through the tabs by arrow keys', async () => {
    await page.goto(pageOf(FIRST))
    await expect(page.getByText('All is as it should be.')).toBeVisible()
    await expectUsable(page, 'overview')
    await page.getByRole('tab', { name: 'Overview' }).focus()
    for (const [name, tab] of Object.entries({ Deployments: 'deployments', Events: 'events', History: 'history' })) {
      await page.keyboard.press('ArrowRight')
      await expect(page.getByRole('tab', { name, selected: true })).toBeFocused()
      expect(new URL(page.url()).searchParams.get('tab')).toBe(tab)
    }
    await expect(page.getByText(/^Online .* of the time since it joined/)).toBeVisible()
    await expectUsable(page, 'history')
  })

  await test.step('see it go offline on a phone, in the dark, in Chinese', async () => {
    const phone = await browser.newContext({
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
      baseURL: console_.url,
    })
    const small = await phone.newPage()
    await signIn(small, console_)
    await small.goto(pageOf(FIRST))
    await small.getByRole('button', { name: '关闭虚拟机器' }).click()
    await dialog(small).getByRole('button', { name: '关闭虚拟机器' }).click()
    await expect(small.getByText('集群收不到节点的消息', { exact: false })).toBeVisible({ timeout: 60_000 })
    await expect(small.getByText('失去联系，最近一次心跳', { exact: false })).toBeVisible()
    await expectUsable(small, '离线')
    await small.goto(pageOf(FIRST, 'history'))
    await expect(small.getByRole('list', { name: '最近的时段' }).getByText('离线')).toBeVisible()
    await expectUsable(small, '历史')
    await small.goto('/nodes?status=Offline')
    await expect(small.getByText(FIRST)).toBeVisible()
    await expectUsable(small, '节点')
    await phone.close()
  })

  await test.step('select by the keyboard, and delete several at once', async () => {
    await page.goto('/nodes?search=nd')
    await row(page, FIRST).focus()
    await page.keyboard.press('x')
    await row(page, SECOND).focus()
    await page.keyboard.press('x')
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
    await expect(dialog(page)).toBeVisible()
    await expectUsable(page, 'deleting several')
    await dialog(page).getByRole('button', { name: 'Delete 2 nodes' }).click()
    await expect(dialog(page).getByText('All of them are done.')).toBeVisible()
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await expect(page.getByText('Nothing matches')).toBeVisible()
  })
})
