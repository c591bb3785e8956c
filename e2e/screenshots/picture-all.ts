import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright'
import { PAGES, SIZES, THEMES, type Language, type ListedPage } from '../browser/page-list'
import type { TestConsole } from '../harness/console'
import { openWindow, type Look } from './pictured'

export interface Picture {
  name: string
  language: Language
  theme: string
  size: string
  /** Below the folder, with `/`. */
  file: string
}

interface Wanted {
  folder: string
  languages: readonly Language[]
  /** Part of the names of the pages. */
  only: string
}

/** Writes every page that was asked for; one that cannot be brought to stand still is told, and left out. */
export async function pictureAll(browser: Browser, console_: TestConsole, wanted: Wanted): Promise<Picture[]> {
  const pictures: Picture[] = []
  if (wanted.only === '') await rm(wanted.folder, { recursive: true, force: true })
  for (const language of wanted.languages) {
    for (const theme of THEMES) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        process.stdout.write(`${language}, ${theme}, ${size}\n`)
        const look = { language, theme, viewport }
        for (const name of await pictureLook(browser, console_, wanted, look, `${language}/${theme}-${size}`)) {
          pictures.push({ name, language, theme, size, file: `${language}/${theme}-${size}/${name}.png` })
        }
      }
    }
  }
  return pictures
}

/** The names of the pages that a picture was made of. */
async function pictureLook(
  browser: Browser,
  console_: TestConsole,
  { folder, only }: Wanted,
  look: Look,
  below: string,
): Promise<string[]> {
  await mkdir(path.join(folder, below), { recursive: true })
  const made: string[] = []
  const guest = await openWindow(browser, console_, look, false)
  const user = await openWindow(browser, console_, look)
  const picture = async (window: typeof user, name: string, { address, open }: ListedPage) => {
    if (!name.includes(only)) return
    try {
      await window.visit(address, open)
      // A dialog is pictured as it stands over the page; a page whole.
      const fullPage = open === undefined
      await window.page.screenshot({ path: path.join(folder, below, `${name}.png`), fullPage })
      made.push(name)
    } catch (error) {
      process.exitCode = 1
      process.stderr.write(`${below}/${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  try {
    await picture(guest, 'sign-in', { address: '/login' })
    for (const [name, page] of Object.entries<ListedPage>(PAGES)) await picture(user, name, page)
  } finally {
    await guest.close()
    await user.close()
  }
  return made
}
