import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright'
import { PAGES, type ListedPage } from '../browser/page-list'
import type { TestConsole } from '../harness/console'
import { openWindow, type Look } from './pictured'

const MAX_BYTES = 80_000
const QUALITIES = [85, 70, 55, 40]
const WIDE = { width: 1200, height: 760 }
const PHONE = { width: 360, height: 740 }

/** File name, page of the list, and how it looks. */
const SHOWN: readonly (readonly [file: string, page: keyof typeof PAGES, look: Look])[] = [
  ['overview', 'overview', { language: 'en', theme: 'light', viewport: WIDE }],
  ['nodes', 'nodes', { language: 'en', theme: 'dark', viewport: WIDE }],
  ['image-version', 'image-version', { language: 'en', theme: 'light', viewport: WIDE }],
  ['deployments', 'deployments', { language: 'zh', theme: 'light', viewport: WIDE }],
  ['deployment', 'deployment-stuck', { language: 'en', theme: 'dark', viewport: WIDE }],
  ['phone', 'node', { language: 'zh', theme: 'dark', viewport: PHONE }],
]

/** Writes the README's pictures as WebP, each small enough to be kept in the repository. */
export async function pictureForReadme(browser: Browser, console_: TestConsole, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [file, name, look] of SHOWN) {
    const listed: ListedPage = PAGES[name]
    const window = await openWindow(browser, console_, look)
    await window.visit(listed.address, listed.open)
    const session = await window.page.context().newCDPSession(window.page)
    const picture = async (quality: number) => {
      // Playwright itself writes no WebP.
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
      return Buffer.from(data, 'base64')
    }
    const bytes = await smallEnough(picture)
    const place = path.join(folder, `${file}.webp`)
    await writeFile(place, bytes)
    process.stdout.write(`${place}: ${bytes.length} bytes\n`)
    await window.close()
  }
}

async function smallEnough(picture: (quality: number) => Promise<Buffer>): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const bytes = await picture(quality)
    if (bytes.length <= MAX_BYTES) return bytes
  }
  throw new Error(`a picture is larger than ${MAX_BYTES} bytes at any quality`)
}
