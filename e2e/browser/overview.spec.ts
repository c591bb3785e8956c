import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { uploaded } from '../harness/upload'
import { expect, test } from './console-test'
import { signIn } from './sign-in'
import { expectUsable } from './usable'

const NODE = 'overview 1'
const APP = 'overview till'
const ORG = 'overview'

const step = (page: Page) => page.locator('li[aria-current=step]')

/** What other journeys leave behind would tick the steps off. */
test.use({ consoleName: 'overview' })

test('the overview leads through the loop, and then says how all is and what is wrong', async ({
  signedIn: page,
  console_,
  browser,
  archive,
}) => {
  const portal = console_.portal({ uid: 1 })

  await test.step('each step is ticked off live and leads to the next', async () => {
    await page.goto(links.overview)
    await expect(page.getByText('All is well')).toBeVisible()
    await expect(page.getByText('0 of 6 done')).toBeVisible()
    await expect(step(page)).toContainText('Register a node')
    await expectUsable(page, 'the first steps')
    await portal.ok('node/createNode', { name: NODE, nodeType: 'Generic' })
    await expect(step(page)).toContainText('Have it join')
    await portal.ok('demo/joinVirtualNode', { name: NODE, arch: 'amd64' })
    await expect(step(page)).toContainText('upload an image')
    await portal.ok('image/createOrg', { orgName: ORG })
    await uploaded(portal, { orgName: ORG, archive: await readFile(await archive('till:1.0')) })
    await expect(step(page)).toContainText('Create an application')
    await portal.ok('application/createApplication', {
      appName: APP,
      version: 'v1',
      archType: ['amd64'],
      orgName: ORG,
      containerImage: 'till',
      containerImageVersion: '1.0',
      cpuQuota: 0.5,
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    await step(page).getByRole('link', { name: 'Publish' }).click()
    await expect(page).toHaveURL(links.application(APP))
    await portal.ok('application/publishApplicationVersion', { appName: APP, version: 'v1' })
    await page.goto(links.overview)
    await step(page).getByRole('link', { name: 'Deploy', exact: true }).click()
    await expect(page).toHaveURL(links.deploy(APP, 'v1'))
    await page.goto(links.overview)
    await expect(step(page)).toContainText('Deploy it')
    await portal.ok('application/deployApplication', { appName: APP, version: 'v1', nodeNames: [NODE] })
    await expect(page.getByText('Your first application runs at the edge.')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('From here to an application')).toHaveCount(0)
  })

  await test.step('states and capacity lead to their lists', async () => {
    await expectUsable(page, 'the overview')
    await expect(page.getByRole('meter', { name: 'CPU' })).toHaveAttribute('aria-valuetext', /^0\.5 of/)
    await page.getByRole('link', { name: /^Running/ }).click()
    await expect(page).toHaveURL(`${links.deployments}?status=Running`)
    await expect(page.getByRole('row').filter({ hasText: APP })).toBeVisible()
  })

  await test.step('what is wrong is told in plain words, in Chinese on a dark phone', async () => {
    await portal.ok('demo/stopVirtualNode', { name: NODE })
    const context = await browser.newContext({
      baseURL: console_.url,
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    })
    const phone = await context.newPage()
    await signIn(phone, console_)
    const problem = phone.getByRole('listitem').filter({ hasText: '失去联系' })
    await expect(problem.first()).toContainText(NODE, { timeout: 60_000 })
    await expectUsable(phone, 'what is wrong')
    await problem.first().getByRole('link', { name: NODE }).click()
    await expect(phone).toHaveURL(links.node(NODE))
    await context.close()
    await portal.ok('demo/startVirtualNode', { name: NODE })
  })
})
