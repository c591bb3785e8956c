import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tempDirs } from '@/lib/testing/temp-dir'
import { soleProcess } from './sole-process'

const tempDir = tempDirs('sole-process')

it('lets one in at a time', async () => {
  const file = path.join(await tempDir(), 'lock')
  const first = soleProcess(file)
  expect([first === undefined, soleProcess(file)]).toEqual([false, undefined])
  first?.release()
  const next = soleProcess(file)
  expect(next).toBeDefined()
  next?.release()
})

it('keeps other processes out, and outlives none that is killed', async () => {
  const file = path.join(await tempDir(), 'lock')
  const program = `
    const Database = require('better-sqlite3')
    new Database(process.argv[1]).exec('BEGIN EXCLUSIVE')
    process.stdout.write('locked')
    setInterval(() => undefined, 1000)`
  const other = spawn(process.execPath, ['-e', program, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(other.stdout, 'data')
    expect(soleProcess(file)).toBeUndefined()
  } finally {
    other.kill('SIGKILL')
    await once(other, 'close')
  }
  const next = soleProcess(file)
  expect(next).toBeDefined()
  next?.release()
})

it('says what is wrong with the place itself', async () => {
  const missing = path.join(await tempDir(), 'missing')
  expect(() => soleProcess(path.join(missing, 'lock'))).toThrow('directory does not exist')
})
