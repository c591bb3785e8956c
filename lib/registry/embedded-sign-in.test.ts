import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Auth } from '@/lib/auth/auth'
import { createFirstUser } from '@/lib/auth/users'
import { readConfig } from '@/lib/config/config'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { silentLog } from '@/lib/testing/log'
import { tempDirs } from '@/lib/testing/temp-dir'
import { openRegistry, type Registry } from './registry'

const RIGHT = 'given password'
const tempDir = tempDirs('embedded-sign-in')

let db: Db
let registry: Registry
beforeEach(async () => {
  db = await openScratchDb()
  await createFirstUser(db, RIGHT)
  const config = readConfig({ DATA_DIR: await tempDir() })
  const { passwords } = new Auth(db, 'secret')
  registry = await openRegistry(config, { db, log: silentLog, port: 3000, publicUrl: 'http://127.0.0.1:9', passwords })
})
afterEach(() => db.close())

async function signIn(password: string, userName = 'admin') {
  const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`
  const response = await registry.embedded?.handle(new Request('http://127.0.0.1/v2/', { headers: { authorization } }))
  if (!response) throw new Error('the registry is not embedded')
  return response
}

describe('signing in to the embedded registry', () => {
  it('lets nobody guess a password, however many are tried at once', async () => {
    const tried = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(`guess ${i}`)))
    const statuses = tried.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    const refused = await signIn(RIGHT)
    expect(await refused.json()).toMatchObject({ errors: [{ code: 'TOOMANYREQUESTS' }] })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(290)
  })

  it('checks a right password once for all requests of a push, and counts none of them', async () => {
    const pushes = await Promise.all(Array.from({ length: 30 }, () => signIn(RIGHT)))
    expect(new Set(pushes.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('answers guesses at the console’s own password, which is random, without making anybody wait', async () => {
    for (let i = 0; i < 12; i++) expect((await signIn(`guess ${i}`, '$console')).status).toBe(401)
    expect((await signIn(RIGHT)).status).toBe(200)
  })
})
