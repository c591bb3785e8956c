import { readFile } from 'node:fs/promises'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page, Request } from '@playwright/test'
import { links } from '@/lib/client/links'
import type { TestConsole } from '../harness/console'
import { uploaded } from '../harness/upload'
import { waitFor } from '../harness/wait'
import { expect, signIn, test } from './console-test'

const ORG = 'retail'
const IMAGE = 'till'
const APP = '门店网站'
const NODES = ['shop 1', '门店 2', 'a node whose name is as long as people make them when nobody stops them']

const PAGES: Readonly<Record<string, string>> = {
  overview: links.overview,
  nodes: links.nodes,
  'nodes-nothing-found': `${links.nodes}?search=nothing`,
  node: links.node(NODES[0] ?? ''),
  'node-missing': links.node('nobody'),
  orgs: links.orgs,
  images: links.images,
  org: links.org(ORG),
  image: links.image(ORG, IMAGE),
  'image-version': links.imageVersion(ORG, IMAGE, '1.0'),
  applications: links.applications,
  application: links.application(APP),
  version: links.version(APP, 'v1'),
  'new-application': links.newApplication,
  'new-version': links.newVersion(APP, 'v1'),
  deploy: links.deploy(APP, 'v1'),
}

const LANGUAGES = { en: 'en-GB', zh: 'zh-CN' } as const
/** WCAG 2.2, levels A and AA, and what is good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const THEMES = ['light', 'dark'] as const
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const
/** Where `SCREENSHOTS` is set, every page is kept in it as a picture. */
const folder = process.env.SCREENSHOTS

test.beforeAll(async ({ console_, archive }) => {
  const portal = console_.portal({ uid: 1 })
  await portal.ok('image/createOrg', { orgName: ORG })
  for (const tag of ['1.0', '1.1']) {
    await uploaded(portal, { orgName: ORG, archive: await readFile(await archive(`${IMAGE}:${tag}`)) })
  }
  for (const name of NODES) await portal.ok('node/createNode', { name, nodeType: 'Raspberrypi 4B' })
  const online = NODES.slice(0, 2)
  for (const name of online) await portal.ok('demo/joinVirtualNode', { name, arch: 'amd64' })
  await deploy(console_, online)
})

/** One version that is deployed, and one that nobody published. */
async function deploy(console_: TestConsole, nodeNames: string[]): Promise<void> {
  const portal = console_.portal({ uid: 1 })
  for (const [version, tag] of [
    ['v1', '1.0'],
    ['v2', '1.1'],
  ] as const) {
    await portal.ok('application/createApplication', {
      appName: APP,
      version,
      description: '每个门店一台',
      archType: ['amd64'],
      orgName: ORG,
      containerImage: IMAGE,
      containerImageVersion: tag,
      cpuQuota: 0.1,
      maxMemoryQuota: 64,
      restartPolicy: 'Always',
      network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
    })
  }
  const v1 = { appName: APP, version: 'v1' }
  await portal.ok('application/publishApplicationVersion', v1)
  const isOnline = async () =>
    (await portal.ok('node/listNode', { pageNum: 1, pageSize: 1, status: 'Online' })).total === nodeNames.length
  await waitFor(isOnline, { what: 'the nodes are online', timeoutMs: 20_000 })
  await portal.ok('application/deployApplication', { ...v1, nodeNames })
  const runs = { ...v1, pageNum: 1, pageSize: 1, status: 'Running' } as const
  const isRunning = async () => (await portal.ok('application/listApplicationDeploy', runs)).total === nodeNames.length
  await waitFor(isRunning, { what: 'the deployments run', timeoutMs: 40_000 })
}

for (const [language, locale] of Object.entries(LANGUAGES)) {
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      test.describe(`${language}, ${theme}, ${size}`, () => {
        test.use({ locale, colorScheme: theme, viewport })

        test('every page can be read and used by everybody, and fits', async ({ page, console_ }) => {
          const asking = countAsking(page)
          const visit = async (name: string, address: string) => {
            await page.goto(address)
            await page.locator('h1').waitFor()
            await expect.poll(asking).toBe(0)
            await look(page, `${name}-${language}-${theme}-${size}`)
          }
          await visit('login', '/login')
          await signIn(page, console_)
          for (const [name, address] of Object.entries(PAGES)) await visit(name, address)
        })
      })
    }
  }
}

/** How many calls of operations are under way. */
function countAsking(page: Page): () => number {
  const under = new Set<Request>()
  const ended = (request: Request) => under.delete(request)
  page.on('request', (request) => request.url().includes('/apulisEdge/api/') && under.add(request))
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return () => under.size
}

/** No violation that axe finds, and nothing that must be scrolled for sideways. */
async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator('.MuiSkeleton-root, [aria-busy=true]')).toHaveCount(0)
  // Fading in, colours are not yet what they will be.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'))
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html).slice(0, 3) }))
  expect.soft(found, name).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(overflow, `${name}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
}
