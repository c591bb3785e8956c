import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { uploaded } from '../harness/upload'
import { expect, test } from './console-test'
import { expectUsable } from './usable'

const ORG = 'apps-spec'
const APP = 'apps-spec 收银台'
const dialog = (page: Page) => page.getByRole('dialog')

test.beforeAll(async ({ console_ }) => {
  await console_.portal({ uid: 1 }).ok('image/createOrg', { orgName: ORG })
})

test.beforeEach(async ({ console_, archive }) => {
  const portal = console_.portal({ uid: 1 })
  for (const tag of ['1.0', '1.1']) {
    await uploaded(portal, { orgName: ORG, archive: await readFile(await archive(`till:${tag}`)) })
  }
})

/** Chooses by the keyboard alone, after typing a part of the name. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.fill(option)
  // Until the search is answered there are others too.
  await expect(page.getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('option')).toContainText(option)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(option)
}

test.describe('in English, light, wide', () => {
  test('an application is made by the keyboard, step by step, and gets a version from an old one', async ({
    signedIn: page,
  }) => {
    const look = (name: string) => expectUsable(page, name)
    const title = (name: string) => expect(page.getByRole('heading', { name, level: 2 })).toBeVisible()

    await test.step('what is missing is said below the field, and the step stays', async () => {
      await page.goto(links.newApplication)
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(APP)
      await page.keyboard.press('Enter')
      await expect(page.getByText('Give it a name.')).toBeVisible()
      await expect(page.getByRole('textbox', { name: 'Version', exact: true })).toBeFocused()
      await look('the step of the name')
      await page.keyboard.type('v1')
      await page.keyboard.press('Enter')
    })

    await test.step('the image is picked from those that there are', async () => {
      await title('Which image does it run?')
      await choose(page, 'Organisation', ORG)
      await choose(page, 'Image', 'till')
      await choose(page, 'Image version', '1.0')
      await expect(page.getByText(/^linux\/amd64 · /)).toBeVisible()
      await look('the step of the image')
      await page.getByRole('button', { name: 'Next', exact: true }).press('Enter')
    })

    await test.step('only what the image has is offered; ports and quotas are checked as they are typed', async () => {
      await title('Where and how does it run?')
      await expect(page.getByRole('checkbox', { name: 'amd64' })).toBeChecked()
      await expect(page.getByRole('checkbox', { name: 'arm64' })).toHaveCount(0)
      await page.getByRole('radio', { name: 'Host network' }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByRole('textbox', { name: 'Host port 1' }).fill('80800')
      await expect(page.getByText('A number from 1 to 65535.')).toBeVisible()
      await page.getByRole('textbox', { name: 'Host port 1' }).fill('8080')
      await page.getByRole('textbox', { name: 'Container port 1' }).fill('80')
      await page.getByRole('textbox', { name: 'Memory maximum' }).fill('64')
      await look('the step of running')
      await page.keyboard.press('Enter')
    })

    await test.step('what results is shown before; it is made, published, and deploying is offered', async () => {
      await title('What will be made')
      await expect(page.getByText('Port 8080 of the node leads to port 80 of the container.')).toBeVisible()
      await expect(page.getByRole('region', { name: 'Kubernetes manifest' })).toContainText('hostPort: 8080')
      await look('the review')
      await page.getByRole('button', { name: 'Create application' }).press('Enter')
      await expect(page.getByRole('heading', { name: `${APP} v1` })).toBeVisible()
      await expect(page.getByText(`${APP} v1 was made and published.`)).toBeVisible()
      await expect(page.getByRole('link', { name: 'Deploy', exact: true }).first()).toBeVisible()
    })

    await test.step('a new version starts out as the old one; a name that is taken is told at once', async () => {
      await page.goto(links.newVersion(APP, 'v1'))
      const name = page.getByRole('textbox', { name: 'Version', exact: true })
      await name.fill('v1')
      await expect(page.getByText(/^The application has this version already/)).toBeVisible()
      await name.fill('v2')
      await page.getByRole('link', { name: 'Applications' }).last().click()
      await dialog(page).getByRole('button', { name: 'Stay here' }).click()
      const steps = page.getByRole('list', { name: 'Steps' })
      await steps.getByRole('button', { name: /Image/ }).click()
      await choose(page, 'Image version', '1.1')
      await steps.getByRole('button', { name: /Review/ }).click()
      await page.getByRole('checkbox', { name: /^Publish it at once/ }).uncheck()
      await page.getByRole('button', { name: 'Create version' }).click()
      await expect(page.getByRole('heading', { name: `${APP} v2` })).toBeVisible()
    })
  })
})

test.describe('in Chinese, dark, on a phone', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } })

  test('two versions are compared, and several are taken offline and deleted', async ({ signedIn: page, console_ }) => {
    const look = (name: string) => expectUsable(page, name)
    const app = 'apps-spec 网站'
    const portal = console_.portal({ uid: 1 })
    for (const [version, tag] of [
      ['1.0', '1.0'],
      ['2.0', '1.1'],
      ['3.0', '1.1'],
    ] as const) {
      await portal.ok('application/createApplication', {
        appName: app,
        version,
        archType: ['amd64'],
        orgName: ORG,
        containerImage: 'till',
        containerImageVersion: tag,
        restartPolicy: 'Always',
        network: { type: 'Host' },
      })
    }
    await portal.ok('application/publishApplicationVersion', { appName: app, version: '1.0' })

    const select = async (...versions: string[]) => {
      for (const version of versions) await page.getByRole('checkbox', { name: new RegExp(`${version}$`) }).check()
    }
    await page.goto(links.applications)
    await look('the list')
    await page.goto(links.application(app))
    await select('1.0', '2.0')
    await look('two versions selected')
    await page.getByRole('toolbar').getByRole('button', { name: '比较' }).click()
    await expect(page.getByRole('heading', { name: '1 个字段有差异。' })).toBeVisible()
    await look('compared')
    await page.getByRole('checkbox', { name: '仅显示差异' }).check()
    await expect(page.getByRole('row')).toHaveCount(2)

    await page.goto(links.application(app))
    await select('1.0', '2.0', '3.0')
    await page.getByRole('toolbar').getByRole('button', { name: '删除版本' }).click()
    await expect(dialog(page).getByText('状态为“已发布”')).toBeVisible()
    await look('asked before several are deleted')
    await dialog(page).getByRole('button', { name: '删除版本' }).click()
    await expect(dialog(page).getByText('已完成 2/3。')).toBeVisible()
    await dialog(page).getByRole('button', { name: '关闭' }).click()
    await expect(page.getByRole('link', { name: '2.0', exact: true })).toHaveCount(0)

    await page.getByRole('tab', { name: '变更记录' }).click()
    await expect(page.getByText('2.0').first()).toBeVisible()
    await look('the history')
    await page.reload()
    await expect(page.getByRole('tab', { name: '变更记录' })).toHaveAttribute('aria-selected', 'true')
  })
})
