import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { TestConsole } from '../harness/console'
import { signIn } from './sign-in'

interface Fixtures {
  /** A page of a browser that has signed in. */
  signedIn: Page
  /** Writes a `docker save` archive of a small image; answers its path. */
  archive: (tag: string) => Promise<string>
}

interface WorkerFixtures {
  /** Files that name another one have a console of their own, whatever others left behind. */
  consoleName: string
  console_: TestConsole
}

/** Tests with a started console; whatever a page logs as an error fails them. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  consoleName: ['shared', { option: true, scope: 'worker' }],

  console_: [
    async ({ consoleName: _ }, use) => {
      const started = await TestConsole.start()
      try {
        await use(started)
      } finally {
        await started.stop()
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  baseURL: async ({ console_ }, use) => use(console_.url),

  signedIn: async ({ page, console_ }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await signIn(page, console_)
    await use(page)
    base.expect(problems).toEqual([])
  },

  archive: async ({}, use) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'browser-test-'))
    await use(async (tag) => {
      const file = path.join(dir, `${tag.replace(/\W/g, '-')}.tar`)
      const files = { 'version.txt': tag }
      await writeFile(file, await makeDockerArchive({ repoTags: [tag], files, arch: 'amd64' }))
      return file
    })
    await rm(dir, { recursive: true, force: true })
  },
})

export const { expect } = base
