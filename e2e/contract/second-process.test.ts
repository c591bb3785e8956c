import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '@/lib/testing/free-port'
import { OwnedProcess } from '@/lib/testing/owned-process'
import { waitFor } from '@/lib/testing/wait'
import { suiteConsole } from '../harness/console'
import { root, serverProgram } from '../harness/program'
import { variant } from '../harness/variant'

const theConsole = suiteConsole()

/** What a console says that is started while the suite's runs. */
async function startedBeside(env: Record<string, string>): Promise<{ exitCode: number | null; said: string }> {
  const all = { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(await freePort()), ...env }
  const second = new OwnedProcess(process.execPath, serverProgram(), {
    cwd: root,
    env: { NODE_ENV: 'production', ...all },
  })
  try {
    await waitFor(() => Promise.resolve(second.hasExited), { what: 'the second console ends' })
    return { exitCode: second.exitCode, said: second.tail() }
  } finally {
    await second.end('SIGKILL')
  }
}

test('a second process in the same folder is refused with a sentence, and the first goes on', async () => {
  const { exitCode, said } = await startedBeside({ DATA_DIR: theConsole().dataDir })
  expect([exitCode, said]).toEqual([1, expect.stringContaining('cannot start: another console runs in')])
  expect((await fetch(`${theConsole().url}/health`)).status).toBe(200)
})

if (variant.database !== 'sqlite')
  process.stdout.write('skipped: a second process on one SQLite file, as this runs on PostgreSQL\n')
test.skipIf(variant.database !== 'sqlite')('so is one on the same SQLite file, from whichever folder', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'second-'))
  try {
    const file = path.join(theConsole().dataDir, 'console.db')
    const { exitCode, said } = await startedBeside({ DATA_DIR: dataDir, DATABASE_URL: `file:${file}` })
    expect([exitCode, said]).toEqual([1, expect.stringContaining('only a PostgreSQL serves several')])
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('where the first was killed, the next starts', async () => {
  await theConsole().kill9()
  await theConsole().run()
  expect((await fetch(`${theConsole().url}/health`)).status).toBe(200)
})
