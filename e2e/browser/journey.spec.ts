import type { Page } from '@playwright/test'
import { expect, test } from './console-test'

const NODE = '门店 1/A'
const APP = '收银台 web'

// It begins with an empty console and leaves one.
test.use({ consoleName: 'journey' })

/** A link in the navigation at the side. */
const goTo = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).first().click()
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
const dialog = (page: Page) => page.getByRole('dialog')

test('the whole loop: node, image, application, deployment, update, and all of it away again', async ({
  signedIn: page,
  archive,
}) => {
  await test.step('register a node, see its script, join a virtual machine', async () => {
    await goTo(page, 'Nodes')
    await page.getByRole('button', { name: 'Register node' }).first().click()
    await dialog(page).getByLabel('Name').fill(NODE)
    await dialog(page).getByRole('button', { name: 'Register node' }).click()
    await dialog(page).getByRole('button', { name: 'amd64' }).click()
    await dialog(page).getByRole('button', { name: 'Next' }).click()
    await expect(dialog(page).getByText(/curl .*api\/join/)).toBeVisible()
    await dialog(page).getByRole('button', { name: 'Join a virtual node' }).click()
    await expect(dialog(page).getByText('The node is here.')).toBeVisible()
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await goTo(page, 'Nodes')
    await expect(row(page, NODE).getByText('Online')).toBeVisible()
  })

  await test.step('make an organisation and upload two images', async () => {
    await goTo(page, 'Images')
    await page
      .getByRole('link', { name: 'Organisations' })
      .or(page.getByRole('tab', { name: 'Organisations' }))
      .click()
    await page.getByRole('button', { name: 'Create organisation' }).first().click()
    await dialog(page).getByLabel('Name').fill('shop')
    await dialog(page).getByRole('button', { name: 'Create organisation' }).click()
    await expect(page.getByRole('heading', { name: 'shop' })).toBeVisible()
    for (const tag of ['till:1.0', 'till:1.1']) await upload(page, await archive(tag))
    await goTo(page, 'Images')
    await expect(row(page, 'till')).toContainText('2')
  })

  await test.step('make an application, publish and deploy it', async () => {
    await goTo(page, 'Applications')
    await page.getByRole('link', { name: 'New application' }).first().click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(APP)
    await fillVersion(page, 'v1', '1.0')
    await page.getByRole('button', { name: 'Create application' }).click()
    await deploy(page)
    await expect(row(page, NODE).getByText('Running')).toBeVisible({ timeout: 40_000 })
  })

  await test.step('update it in place to the next version', async () => {
    await goTo(page, 'Applications')
    await page.getByRole('link', { name: APP }).click()
    await page.getByRole('link', { name: 'New version' }).first().click()
    await fillVersion(page, 'v2', '1.1')
    await page.getByRole('button', { name: 'Create version' }).click()
    await deploy(page)
    await expect(row(page, NODE).getByText('Running')).toBeVisible({ timeout: 40_000 })
  })

  await test.step('take it away again', async () => {
    await row(page, NODE).getByRole('checkbox').check()
    await page
      .getByRole('button', { name: /^Undeploy/ })
      .first()
      .click()
    await dialog(page)
      .getByRole('button', { name: /^Undeploy/ })
      .click()
    await expect(row(page, NODE)).toHaveCount(0)
    await goTo(page, 'Nodes')
    await page.getByRole('link', { name: NODE }).click()
    await page.getByRole('button', { name: 'Delete node' }).click()
    await dialog(page).getByRole('button', { name: 'Delete node' }).click()
    await goTo(page, 'Nodes')
    await expect(page.getByText('No nodes yet')).toBeVisible()
  })
})

async function upload(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: 'Upload images' }).first().click()
  await dialog(page).locator('input[type=file]').setInputFiles(file)
  await dialog(page).getByRole('button', { name: 'Upload 1 file' }).click()
  await expect(page.getByText('Uploaded').last()).toBeVisible()
  await page.getByRole('button', { name: 'Clear the list' }).click()
}

async function fillVersion(page: Page, version: string, tag: string): Promise<void> {
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).click()
    await page.getByRole('option', { name: option }).click()
  }
  const next = () => page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByRole('textbox', { name: 'Version', exact: true }).fill(version)
  await next()
  await page.getByRole('combobox', { name: 'Organisation' }).waitFor()
  if ((await page.getByRole('combobox', { name: 'Organisation' }).inputValue()) === '') {
    await choose('Organisation', 'shop')
    await choose('Image', 'till')
  }
  await choose('Image version', tag)
  await next()
  await next()
}

/** A version that was published when it was made. */
async function deploy(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Deploy', exact: true }).first().click()
  await row(page, NODE).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Deploy to 1 node' }).click()
  await dialog(page).getByRole('button', { name: 'Deploy', exact: true }).click()
}
