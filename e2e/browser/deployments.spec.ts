import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { waitFor } from '@/lib/testing/wait'
import type { Portal } from '../harness/portal'
import { uploaded } from '../harness/upload'
import { expect, test } from './console-test'
import { signIn } from './sign-in'
import { expectUsable } from './usable'

const ORG = 'dep'
const APP = 'dep-gate'
const FIT = ['dep-1', 'dep-2', 'dep-3']

const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
const dialog = (page: Page) => page.getByRole('dialog')

test.beforeAll(async ({ console_ }) => {
  await seed(console_.portal({ uid: 1 }))
})

/** Three nodes that can take the application, one of another architecture, one that has not joined; two versions. */
async function seed(portal: Portal): Promise<void> {
  await portal.ok('image/createOrg', { orgName: ORG })

  for (const tag of ['1.0', '1.1']) {
    const archive = await makeDockerArchive({ repoTags: [`gate:${tag}`], files: { 'v.txt': tag }, arch: 'amd64' })
    await uploaded(portal, { orgName: ORG, archive })
  }
  for (const [version, tag] of [
    ['v1', '1.0'],
    ['v2', '1.1'],
  ] as const) {
    await portal.ok('application/createApplication', {
      appName: APP,
      version,
      archType: ['amd64'],
      orgName: ORG,
      containerImage: 'gate',
      containerImageVersion: tag,
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    await portal.ok('application/publishApplicationVersion', { appName: APP, version })
  }
  for (const name of [...FIT, 'dep-arm', 'dep-wait']) await portal.ok('node/createNode', { name, nodeType: 'Generic' })
  for (const name of FIT) await portal.ok('demo/joinVirtualNode', { name, arch: 'amd64' })
  await portal.ok('demo/joinVirtualNode', { name: 'dep-arm', arch: 'arm64' })
  const online = { pageNum: 1, pageSize: 1, search: 'dep-', status: 'Online' } as const
  const allThere = async () => (await portal.ok('node/listNode', online)).total === 4
  await waitFor(allThere, { what: 'the nodes are online', timeoutMs: 60_000 })
}

test.describe('in English, light', () => {
  test.use({ locale: 'en-GB', colorScheme: 'light' })

  test('deploys to all that can take it, watches it, updates all, looks at one and rolls it back', async ({
    signedIn: page,
  }) => {
    await test.step('see of each node what would happen, and choose all by keyboard', async () => {
      await page.goto(`${links.deploy(APP, 'v1')}&search=dep-`)
      await expect(row(page, 'dep-arm')).toContainText('The version does not run on arm64.')
      await expect(row(page, 'dep-wait')).toContainText('The node has not joined yet.')
      await expect(row(page, 'dep-arm').getByRole('checkbox')).toBeDisabled()
      await page.getByRole('button', { name: 'Choose all 3 that match and can take it' }).press('Enter')
      await expect(page.getByText('All 3 nodes that can take it, named like “dep-”')).toBeVisible()
      await expectUsable(page, 'the nodes to deploy to')
      await page.getByRole('button', { name: 'Deploy to 3 nodes' }).press('Enter')
      await expect(dialog(page).getByText('3 new')).toBeVisible()
      await expectUsable(page, 'the dialog')
      await dialog(page).getByRole('button', { name: 'Deploy' }).press('Enter')
    })

    await test.step('watch it, leave, and come back', async () => {
      await page.waitForURL(/\/applications\/version/)
      await page.goto(links.deployments)
      await page.goto(links.version(APP, 'v1'))
      await expect(page.getByText('Runs on all 3 nodes')).toBeVisible({ timeout: 60_000 })
      await expectUsable(page, 'the progress')
    })

    await test.step('update all to the other version', async () => {
      await page.getByRole('button', { name: 'Update all 3 nodes' }).click()
      await expect(dialog(page).getByRole('combobox')).toHaveText('v2')
      await expect(dialog(page).getByText('3 updated')).toBeVisible()
      await dialog(page).getByRole('button', { name: 'Update' }).click()
      await page.goto(links.version(APP, 'v2'))
      await expect(page.getByText('Runs on all 3 nodes')).toBeVisible({ timeout: 60_000 })
    })

    await test.step('look at one: its pods, log, terminal, events, manifest and history', async () => {
      await page.goto(links.deployment(APP, 'dep-1'))
      await expect(page.getByText(/^Started /)).toBeVisible()
      await expectUsable(page, 'the state')
      await page.getByRole('tab', { name: 'State' }).press('ArrowRight')
      await expect(page.getByRole('region', { name: 'Log' })).toContainText('this log is written by the virtual node')
      await expectUsable(page, 'the log')
      await page.getByRole('tab', { name: 'Log' }).press('ArrowRight')
      await expect(page.getByRole('tabpanel', { name: 'Terminal' })).toBeVisible()
      await expectUsable(page, 'the terminal')
      await page.getByRole('tab', { name: 'Terminal' }).press('ArrowRight')
      await expect(page.getByText('Scheduled').first()).toBeVisible()
      await expect(page.getByRole('list').filter({ hasText: 'v2' }).first()).toBeVisible()
      await expectUsable(page, 'the events')
      await page.getByRole('tab', { name: 'Manifest' }).click()
      await expect(page.getByText('The workload as the cluster has it.')).toBeVisible()
      await expectUsable(page, 'the manifest')
    })

    await test.step('roll it back', async () => {
      await page.getByRole('button', { name: `Actions for ${APP} on dep-1` }).click()
      await page.getByRole('menuitem', { name: 'Roll back to v1' }).click()
      await expect(dialog(page).getByText('From v2 back to v1: 1 node')).toBeVisible()
      await dialog(page).getByRole('button', { name: 'Roll back' }).click()
      await page.getByRole('tab', { name: 'State' }).click()
      await expect(page.getByRole('link', { name: 'v1', exact: true })).toBeVisible({ timeout: 30_000 })
    })
  })
})

test.describe('in Chinese, dark, on a phone', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } })

  test('takes it off everywhere, with the numbers named before', async ({ page, console_ }) => {
    await signIn(page, console_)
    for (const address of [links.deploy(APP, 'v1'), links.version(APP, 'v2'), links.deployment(APP, 'dep-2')]) {
      await page.goto(address)
      await expectUsable(page, address)
    }
    await page.goto(`${links.deployments}?search=${APP}`)
    for (const name of FIT) await page.getByRole('checkbox', { name: `选择 ${name} 上的 ${APP}` }).check()
    await expectUsable(page, 'the selection')
    await page.getByRole('toolbar').getByRole('button', { name: '卸载' }).click()
    await expect(dialog(page).getByText(`从 3 个节点卸载 ${APP}？`)).toBeVisible()
    await dialog(page).getByRole('button', { name: '卸载' }).click()
    await expect(page.getByRole('checkbox', { name: new RegExp(`上的 ${APP}$`) })).toHaveCount(0, { timeout: 60_000 })
  })
})
