import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import { waitFor } from '@/lib/testing/wait'
import type { TestConsole } from '../harness/console'
import type { Portal } from '../harness/portal'
import { uploaded } from '../harness/upload'
import { expect, test } from './console-test'
import { signIn } from './sign-in'

const LIVE_MS = 2000
const ORG = 'live'
const NODES = ['live node', 'live node 2']
const IMAGE = { orgName: ORG, containerImage: 'live-image', containerImageVersion: '1' }

interface Case {
  page: string
  address: string
  /** Made by another portal. */
  change: (portal: Portal) => Promise<unknown>
  /** What the page says after it, and did not before; names only, as the two browsers have different languages. */
  shows: string | RegExp
}

const version = (name: string, more: object = {}) => ({
  appName: 'live app',
  version: name,
  archType: ['amd64'],
  ...IMAGE,
  restartPolicy: 'Always' as const,
  network: { type: 'Host' as const },
  ...more,
})
const deploy = (portal: Portal, app: string, name: string, node: string) =>
  portal.ok('application/deployApplication', { appName: app, version: name, nodeNames: [node] })

let archive2: Buffer

const CASES: readonly Case[] = [
  {
    page: 'nodes',
    address: links.nodes,
    change: (portal) => portal.ok('node/createNode', { name: 'live new', nodeType: 'Generic' }),
    shows: 'live new',
  },
  {
    page: 'overview',
    address: links.overview,
    change: (portal) => portal.ok('application/createApplication', version('v1', { appName: 'live seen' })),
    shows: 'live seen',
  },
  {
    page: 'a node',
    address: links.node('live node', 'deployments'),
    change: (portal) => deploy(portal, 'live app', 'v1', 'live node'),
    shows: 'live app',
  },
  {
    page: 'organisations',
    address: links.orgs,
    change: (portal) => portal.ok('image/createOrg', { orgName: 'live-org' }),
    shows: 'live-org',
  },
  {
    page: 'an image',
    address: links.image(ORG, 'live-image'),
    change: (portal) => uploaded(portal, { orgName: ORG, archive: archive2 }),
    shows: '2.0-live',
  },
  {
    page: 'an image version',
    address: links.imageVersion(ORG, 'live-image', '1'),
    change: (portal) => portal.ok('application/createApplication', version('v1', { appName: 'live user' })),
    shows: 'live user',
  },
  {
    page: 'images',
    address: links.images,
    change: (portal) => portal.ok('image/deleteImage', { orgName: ORG, imageName: 'live-other' }),
    shows: /^(?![\s\S]*live-other)/,
  },
  {
    page: 'applications',
    address: links.applications,
    change: (portal) => portal.ok('application/createApplication', version('v1', { appName: 'live app 2' })),
    shows: 'live app 2',
  },
  {
    page: 'an application',
    address: links.application('live app'),
    change: (portal) => portal.ok('application/createApplication', version('v-live')),
    shows: 'v-live',
  },
  {
    page: 'an application version',
    address: links.version('live app', 'v1'),
    change: (portal) => deploy(portal, 'live app', 'v1', 'live node 2'),
    shows: 'live node 2',
  },
  {
    page: 'deployments',
    address: links.deployments,
    change: async (portal) => {
      await portal.ok('application/publishApplicationVersion', { appName: 'live user', version: 'v1' })
      return deploy(portal, 'live user', 'v1', 'live node')
    },
    shows: 'live user',
  },
  {
    page: 'a deployment',
    address: links.deployment('live app', 'live node'),
    change: (portal) => deploy(portal, 'live app', 'v2', 'live node'),
    shows: 'v2',
  },
  {
    page: 'nodes to deploy to',
    address: links.deploy('live app', 'v2'),
    change: async (portal) => {
      await portal.ok('node/createNode', { name: 'live third', nodeType: 'Generic' })
      await portal.ok('demo/joinVirtualNode', { name: 'live third', arch: 'amd64' })
      const online = async () => (await portal.ok('node/desNode', { name: 'live third' })).node.status === 'Online'
      await waitFor(online, { what: 'the node is online' })
    },
    shows: 'live third',
  },
]

test.use({ consoleName: 'live' })

test.beforeAll(async ({ console_, archive }) => {
  const portal = console_.portal({ uid: 1 })
  await portal.ok('image/createOrg', { orgName: ORG })
  for (const tag of ['live-image:1', 'live-other:1']) {
    await uploaded(portal, { orgName: ORG, archive: await readFile(await archive(tag)) })
  }
  archive2 = await readFile(await archive('live-image:2.0-live'))
  for (const name of NODES) {
    await portal.ok('node/createNode', { name, nodeType: 'Generic' })
    await portal.ok('demo/joinVirtualNode', { name, arch: 'amd64' })
  }
  for (const name of ['v1', 'v2']) {
    await portal.ok('application/createApplication', version(name))
    await portal.ok('application/publishApplicationVersion', { appName: 'live app', version: name })
  }
  const online = async () =>
    (await portal.ok('node/listNode', { pageNum: 1, pageSize: 1, status: 'Online' })).total === NODES.length
  await waitFor(online, { what: 'the nodes are online', timeoutMs: 40_000 })
})

test('what another portal changes is on the open pages of two browsers within two seconds', async ({
  browser,
  console_,
}) => {
  test.setTimeout(400_000)
  const portal = console_.portal({ uid: 1 })
  const pages = [await openBrowser(browser, console_, 'en-GB'), await openBrowser(browser, console_, 'zh-CN')]
  for (const { page: name, address, change, shows } of CASES) {
    await test.step(name, async () => {
      for (const page of pages) {
        await page.goto(address)
        await page.locator('main h1').waitFor()
        await expect(page.locator('main .MuiSkeleton-root')).toHaveCount(0)
        await expect(page.locator('main')).not.toContainText(shows)
      }
      await change(portal)
      const changedMs = Date.now()
      const shown = pages.map(async (page) => {
        await expect(page.locator('main')).toContainText(shows, { timeout: 10_000 })
        return Date.now() - changedMs
      })
      const times = await Promise.all(shown)
      process.stdout.write(`    ${name}: ${times.map((ms) => `${ms} ms`).join(', ')} after the change\n`)
      for (const ms of times) expect.soft(ms, name).toBeLessThanOrEqual(LIVE_MS)
    })
  }
})

async function openBrowser(browser: Browser, console_: TestConsole, locale: string): Promise<Page> {
  const context = await browser.newContext({ locale, colorScheme: locale === 'en-GB' ? 'light' : 'dark' })
  const page = await context.newPage()
  await signIn(page, console_)
  return page
}
