import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempDirs } from '@/lib/testing/temp-dir'
import { cleanSpool, withSpool } from './spool'

const tempDir = tempDirs('spool')

test('each use has a folder of its own, private, and gone afterwards', async () => {
  const dataDir = await tempDir()
  const [a, b] = await Promise.all(
    [1, 2].map(() =>
      withSpool(dataDir, async (folder) => {
        await writeFile(path.join(folder, 'x'), 'x')
        expect((await stat(folder)).mode & 0o777).toBe(0o700)
        return folder
      }),
    ),
  )
  expect(a).not.toBe(b)
  expect(await readdir(path.join(dataDir, 'spool'))).toEqual([])
})

test('it is gone after an error too', async () => {
  const dataDir = await tempDir()
  const work = withSpool(dataDir, async (folder) => {
    await writeFile(path.join(folder, 'x'), 'x')
    throw new Error('went wrong')
  })
  await expect(work).rejects.toThrow('went wrong')
  expect(await readdir(path.join(dataDir, 'spool'))).toEqual([])
})

test('what a killed process left is removed, also before there was any spool', async () => {
  const dataDir = await tempDir()
  expect(await cleanSpool(dataDir)).toBe(0)
  await mkdir(path.join(dataDir, 'spool/left/deep'), { recursive: true })
  expect(await cleanSpool(dataDir)).toBe(1)
  expect(await readdir(path.join(dataDir, 'spool'))).toEqual([])
})
