import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tempDirs } from '@/lib/testing/temp-dir'
import { keptSecret } from './secrets'

const tempDir = tempDirs('secrets')

it('makes a secret once and gives it back afterwards', async () => {
  const dir = await tempDir()
  const secret = await keptSecret(dir, 'jwt-secret')
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await keptSecret(dir, 'jwt-secret')).toBe(secret)
  expect(await keptSecret(dir, 'other')).not.toBe(secret)
})

it('keeps it readable for its owner alone, in a folder that it makes', async () => {
  const dir = path.join(await tempDir(), 'a', 'b')
  await keptSecret(dir, 'jwt-secret')
  expect((await stat(path.join(dir, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
})

it('is the same for many that start at once, and leaves no drafts', async () => {
  const dir = await tempDir()
  const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(dir, 'jwt-secret')))
  expect(new Set(secrets).size).toBe(1)
  expect(await readdir(dir)).toEqual(['jwt-secret'])
  expect((await readFile(path.join(dir, 'jwt-secret'), 'utf8')).trim()).toBe(secrets[0])
})

it('takes one that the operator wrote', async () => {
  const dir = await tempDir()
  await writeFile(path.join(dir, 'jwt-secret'), '  chosen by hand \n')
  expect(await keptSecret(dir, 'jwt-secret')).toBe('chosen by hand')
})

it.each(['', ' \n'])('refuses an empty file instead of signing with nothing: %j', async (content) => {
  const dir = await tempDir()
  await writeFile(path.join(dir, 'jwt-secret'), content)
  await expect(keptSecret(dir, 'jwt-secret')).rejects.toThrow(/jwt-secret.*empty/)
})

it('says so where the secret cannot be read or made', async () => {
  const dir = await tempDir()
  await mkdir(path.join(dir, 'jwt-secret'))
  await expect(keptSecret(dir, 'jwt-secret')).rejects.toThrow('EISDIR')
  await writeFile(path.join(dir, 'file'), '')
  await expect(keptSecret(path.join(dir, 'file'), 'x')).rejects.toThrow(/ENOTDIR|EEXIST/)
})
