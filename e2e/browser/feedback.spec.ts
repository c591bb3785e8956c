import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { expect, test } from './console-test'
import { signIn } from './sign-in'
import { expectUsable } from './usable'

const NODE = 'feedback 1'
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

test.describe('in English, light, at a desk', () => {
  test.use({ locale: 'en-GB', colorScheme: 'light' })

  test('a session that ends keeps what was entered, and the same user goes on', async ({
    signedIn: page,
    console_,
  }) => {
    await page.goto(`${links.nodes}?register=1`)
    const form = dialog(page, 'Register node')
    await form.getByLabel('Name').fill(NODE)
    await page.context().clearCookies()
    await form.getByRole('button', { name: 'Register node' }).click()

    const again = dialog(page, 'Sign in again')
    await expect(again.getByLabel('User name')).toHaveValue('admin')
    await expectUsable(page, 'signing in again')
    await again.locator('input[autocomplete=current-password]').fill('not it')
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(again.getByRole('alert')).toContainText('wrong')
    await again.locator('input[autocomplete=current-password]').fill(console_.adminPassword)
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(again).toHaveCount(0)

    await expect(form.getByLabel('Name')).toHaveValue(NODE)
    await form.getByRole('button', { name: 'Register node' }).click()
    await expect(page.getByText(NODE).first()).toBeVisible()
    await expect(page).toHaveURL(/join=/)
  })

  test('what was entered is not lost without being asked for', async ({ signedIn: page }) => {
    await page.goto(`${links.nodes}?register=1`)
    const form = dialog(page, 'Register node')
    await form.getByLabel('Name').fill('half a na')
    await page.keyboard.press('Escape')
    const question = dialog(page, 'Leave without saving?')
    await question.getByRole('button', { name: 'Stay here' }).click()
    await expect(form.getByLabel('Name')).toHaveValue('half a na')
    await form.getByRole('button', { name: 'Cancel' }).click()
    await question.getByRole('button', { name: 'Leave' }).click()
    await expect(form).toHaveCount(0)
  })

  test('the way back, too, asks before what was entered is lost', async ({ signedIn: page }) => {
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    // Playwright's own would wait for a page that does not come.
    const back = () => page.evaluate(() => window.history.back())
    await page.goto(links.applications)
    await page.getByRole('link', { name: 'New application' }).first().click()
    await name.fill('half a na')
    const question = dialog(page, 'Leave without saving?')
    await back()
    await question.getByRole('button', { name: 'Stay here' }).click()
    await expect(question).toHaveCount(0)
    await expect(page).toHaveURL(links.newApplication)
    await expect(name).toHaveValue('half a na')
    await back()
    await question.getByRole('button', { name: 'Leave' }).click()
    await expect(page).toHaveURL(links.applications)
    await expect(name).toHaveCount(0)
    await page.goForward()
    await expect(name).toHaveValue('')
  })

  test('what was put away is had back', async ({ signedIn: page }) => {
    await page.goto(links.overview)
    const steps = page.getByRole('heading', { name: 'From here to an application at the edge' })
    await page.getByRole('button', { name: 'Put these steps away' }).click()
    await expect(steps).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(steps).toBeVisible()
  })
})

test.describe('in Chinese, dark, on a phone', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } })

  test('a refusal is told in the language of the reader, with what to quote', async ({ page, console_ }) => {
    await console_.portal({ uid: 1 }).ok('node/createNode', { name: 'feedback 2', nodeType: 'Generic' })
    await signIn(page, console_)
    await page.goto(`${links.nodes}?register=1`)
    const form = dialog(page, '注册节点')
    await form.getByLabel('名称').fill('feedback 2')
    const answered = page.waitForResponse((response) => response.url().endsWith('node/createNode'))
    await form.getByRole('button', { name: '注册节点' }).click()
    const sent = (await answered).request().postDataJSON() as { header: { msg_id: string } }
    const alert = form.getByRole('alert')
    await expect(alert).toContainText('已有名为“feedback 2”的节点，请换一个名称。')
    await expect(alert).toContainText(`错误码 30000 · 消息 ${sent.header.msg_id}`)
    await expect(alert).not.toContainText('exists already')
    await expectUsable(page, 'a refusal')
  })
})
