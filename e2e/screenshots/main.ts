// npm run screenshots [-- --lang en,zh --only NAME --readme]: pictures of every page, in both themes and sizes, from a
// console of its own that has something in it. `--readme` writes the few that the README shows, into docs/.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { LANGUAGES, type Language } from '../browser/page-list'
import { TestConsole } from '../harness/console'
import { root } from '../harness/program'
import { seedShowcase } from '../harness/showcase'
import { writeContactSheet } from './contact-sheet'
import { openBrowser } from './pictured'
import { pictureAll } from './picture-all'
import { pictureForReadme } from './picture-for-readme'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lang: { type: 'string', default: Object.keys(LANGUAGES).join(',') },
      only: { type: 'string', default: '' },
      out: { type: 'string', default: path.join(root, 'screenshots') },
      readme: { type: 'boolean', default: false },
    },
  })
  const languages = values.lang.split(',').map(known)
  const console_ = await TestConsole.start()
  const browser = await openBrowser()
  try {
    process.stdout.write('filling a console with nodes, images, applications and deployments\n')
    await seedShowcase(console_.portal({ uid: 1 }))
    if (values.readme) return await pictureForReadme(browser, console_, path.join(root, 'docs'))
    const pictures = await pictureAll(browser, console_, { folder: values.out, languages, only: values.only })
    process.stdout.write(`${pictures.length} pictures; all at once: ${await writeContactSheet(values.out, pictures)}\n`)
  } finally {
    await browser.close()
    await console_.stop()
  }
}

function known(name: string): Language {
  const language = (Object.keys(LANGUAGES) as Language[]).find((one) => one === name)
  if (language === undefined)
    throw new Error(`no such language: ${name}; there are ${Object.keys(LANGUAGES).join(', ')}`)
  return language
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
