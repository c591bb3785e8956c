import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { uploaded } from '../harness/upload'
import { showcaseArchive } from '../harness/showcase-image'
import { expect, test } from './console-test'
import { expectUsable } from './usable'

const dialog = (page: Page) => page.getByRole('dialog')

test('images are uploaded, several at once, while one looks at other pages; what is no image is refused in plain words', async ({
  signedIn: page,
  console_,
  archive,
}) => {
  const look = (name: string) => expectUsable(page, name)
  const noImage = test.info().outputPath('no-image.tar')
  await writeFile(noImage, 'this is no archive at all')

  await console_.portal({ uid: 1 }).ok('image/createOrg', { orgName: 'images-spec' })
  await page.goto(links.org('images-spec'))
  await page.getByRole('button', { name: 'Upload images' }).first().click()
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles([await archive('kiosk:1.9'), await archive('kiosk:1.10'), noImage])
  await look('the files are chosen')
  await dialog(page).getByRole('button', { name: 'Upload 3 files' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Nodes' }).first().click()
  await expect(page.getByText('Uploaded', { exact: true })).toHaveCount(2)
  await expect(page.getByText(/^The file is neither a tar archive/)).toBeVisible()
  await look('uploaded meanwhile')

  await page.goto(links.image('images-spec', 'kiosk'))
  await page.getByRole('columnheader', { name: 'Version' }).getByRole('button').click()
  await expect(page.getByRole('row').nth(1)).toContainText('1.9')
  await page.getByRole('link', { name: '1.10', exact: true }).click()
  await page.getByRole('button', { name: 'ctr', exact: true }).click()
  await expect(page.getByText(/^ctr -n k8s.io images pull .*images-spec\/kiosk:1\.10$/)).toBeVisible()
  await look('a version')
})

test.describe('in Chinese, dark, on a phone', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } })

  test('versions are deleted several at once, but for those that are used', async ({ signedIn: page, console_ }) => {
    const look = (name: string) => expectUsable(page, name)
    const portal = console_.portal({ uid: 1 })
    const orgName = 'images-spec-phone'
    await portal.ok('image/createOrg', { orgName })
    for (const tag of ['1', '2', '3']) {
      const steps: [string, number][] = [
        ['COPY till /app # buildkit', 1000],
        ['RUN /bin/sh -c make', 20_000],
      ]
      await uploaded(portal, { orgName, archive: await showcaseArchive({ tag: `till:${tag}`, steps }) })
    }
    await portal.ok('application/createApplication', {
      appName: 'images-spec app',
      version: '1',
      archType: ['amd64'],
      orgName,
      containerImage: 'till',
      containerImageVersion: '1',
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    await page.goto(links.images)
    await look('the list')
    await page.goto(links.imageVersion(orgName, 'till', '2'))
    await expect(page.getByText('RUN make')).toBeVisible()
    await look('a version with its layers')

    await page.goto(links.image(orgName, 'till'))
    for (const tag of ['1', '2']) await page.getByRole('checkbox', { name: `选择 ${tag}`, exact: true }).check()
    await page.getByRole('toolbar').getByRole('button', { name: '删除版本' }).click()
    await expect(dialog(page).getByRole('link', { name: /1 个应用版本/ })).toBeVisible()
    await look('asked before several are deleted')
    await dialog(page).getByRole('button', { name: '删除版本' }).click()
    await expect(dialog(page).getByText('已完成 1/2。')).toBeVisible()
    await dialog(page).getByRole('button', { name: '关闭' }).click()
    await expect(page.getByRole('link', { name: '2', exact: true })).toHaveCount(0)
    await page.getByRole('tab', { name: '变更记录' }).click()
    await look('the history')
  })
})
