import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { links } from '@/lib/client/links'
import type { Messages } from '@/lib/i18n/messages-en'
import { showcase } from '../harness/showcase'

export const LANGUAGES = { en: 'en-GB', zh: 'zh-CN' } as const
export const THEMES = ['light', 'dark'] as const
export const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const

export type Language = keyof typeof LANGUAGES

/** A namespace of the console's texts, to find by its words what has none but words. */
export function words<N extends keyof Messages>(language: Language, namespace: N): Messages[N] {
  const file = path.join(import.meta.dirname, `../../lib/i18n/messages/${language}/${namespace}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as Messages[N]
}

export interface ListedPage {
  address: string
  /** What is done on it before it is looked at: opens a dialog, a menu. */
  open?: (page: Page, language: Language) => Promise<void>
}

const { org, image, tag, app, version } = showcase

/** A dialog that a button opens. */
function dialog(address: string, button: (language: Language) => string): ListedPage {
  const open = async (page: Page, language: Language) => {
    await page
      .getByRole('button', { name: button(language), exact: true })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
  }
  return { address, open }
}

/** Every page, with what `seedShowcase` made: the one list of those that are checked and pictured. */
export const PAGES = {
  overview: { address: links.overview },
  nodes: { address: links.nodes },
  'nodes-filtered': { address: `${links.nodes}?status=Offline&sort=lastHeartbeat` },
  'nodes-nothing-found': { address: `${links.nodes}?search=nothing` },
  'node-register': dialog(links.nodes, (language) => words(language, 'nodes').register),
  node: { address: links.node(showcase.onlineNode) },
  'node-offline': { address: links.node(showcase.offlineNode) },
  'node-waiting': { address: links.node(showcase.waitingNode) },
  'node-labels': { address: `${links.node(showcase.onlineNode)}&tab=labels` },
  'node-delete': dialog(links.node(showcase.onlineNode), (language) => words(language, 'nodes').delete),
  'node-missing': { address: links.node('nobody') },
  batches: { address: links.batches },
  'batch-draft': { address: links.batch(showcase.batch) },
  orgs: { address: links.orgs },
  'org-create': dialog(links.orgs, (language) => words(language, 'images').createOrg),
  org: { address: links.org(org) },
  'org-empty': { address: links.org('empty-org') },
  images: { address: links.images },
  'image-upload': dialog(links.images, (language) => words(language, 'images').upload),
  image: { address: links.image(org, image) },
  'image-history': { address: `${links.image(org, image)}&tab=history` },
  'image-version': { address: links.imageVersion(org, image, tag) },
  applications: { address: links.applications },
  application: { address: links.application(app) },
  'application-where': { address: links.application(app, 'where') },
  'application-history': { address: links.application(app, 'history') },
  'versions-compared': { address: links.compare(app, version, showcase.draft) },
  'version-published': { address: links.version(app, version) },
  'version-draft': { address: links.version(app, showcase.draft) },
  'version-publish': dialog(
    links.version(app, showcase.draft),
    (language) => words(language, 'applications').act.publish.label,
  ),
  'application-new': { address: links.newApplication },
  'version-new': { address: links.newVersion(app, version) },
  deploy: { address: links.deploy(app, version) },
  deployments: { address: links.deployments },
  deployment: { address: links.deployment(app, showcase.onlineNode) },
  'deployment-failing': { address: links.deployment(showcase.failingApp, showcase.failingNode) },
  'deployment-stuck': { address: links.deployment(showcase.stuckApp, showcase.stuckNode) },
  'deployment-on-offline-node': { address: links.deployment(app, showcase.offlineNode) },
  'deployment-log': {
    address: `${links.deployment(app, showcase.onlineNode)}&tab=log`,
    open: (page) => page.locator('[data-line]').first().waitFor(),
  },
  'deployment-terminal': { address: `${links.deployment(app, showcase.onlineNode)}&tab=terminal` },
  'deployment-events': { address: `${links.deployment(showcase.failingApp, showcase.failingNode)}&tab=events` },
  'not-found': { address: '/no-such-page' },
} as const satisfies Readonly<Record<string, ListedPage>>
