import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { hashPassword, isPassword } from './password'
import { callerOf, SESSION_MS, Sessions } from './sessions'
import { createFirstUser, findUserByPassword } from './users'

let db: Db
beforeEach(async () => {
  db = await openScratchDb()
})
afterEach(async () => {
  vi.useRealTimers()
  await db.close()
})

describe('the first user', () => {
  it('is admin, uid 1, with a generated password that is shown once', async () => {
    const password = await createFirstUser(db, undefined)
    expect(password).toMatch(/^[\w-]{16}$/)
    expect(await findUserByPassword(db, 'admin', password ?? '')).toMatchObject({ id: 1, role: 'admin' })
    expect(await createFirstUser(db, undefined)).toBeUndefined()
  })

  it('gets the given password, which is not repeated', async () => {
    expect(await createFirstUser(db, 'given password')).toBeUndefined()
    expect(await findUserByPassword(db, 'admin', 'given password')).toBeDefined()
  })

  it('keeps its password where another is configured later', async () => {
    await createFirstUser(db, 'first password')
    await createFirstUser(db, 'second password')
    expect(await findUserByPassword(db, 'admin', 'second password')).toBeUndefined()
  })

  it('is one, where two processes start at once', async () => {
    const passwords = await Promise.all([createFirstUser(db, undefined), createFirstUser(db, undefined)])
    expect(passwords.filter((password) => password !== undefined)).toHaveLength(1)
    expect(await db.read.user.count()).toBe(1)
  })

  it('is not found by another password or name', async () => {
    await createFirstUser(db, 'given password')
    expect(await findUserByPassword(db, 'admin', 'Given password')).toBeUndefined()
    expect(await findUserByPassword(db, 'Admin', 'given password')).toBeUndefined()
    expect(await findUserByPassword(db, 'nobody', 'given password')).toBeUndefined()
  })

  it('leaves no password in the database', async () => {
    await createFirstUser(db, 'given password')
    const [user] = await db.read.user.findMany()
    expect(user?.passwordHash).toMatch(/^\$argon2id\$/)
    expect(JSON.stringify(user)).not.toContain('given password')
  })
})

describe('passwords', () => {
  it('are hashed with a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('密码 pass'), hashPassword('密码 pass')])
    expect(one).not.toBe(two)
    expect(await isPassword(one, '密码 pass')).toBe(true)
    expect(await isPassword(one, '密码 Pass')).toBe(false)
  })
})

describe('Sessions', () => {
  let sessions: Sessions
  beforeEach(async () => {
    await createFirstUser(db, 'given password')
    await db.write((tx) =>
      tx.user.create({ data: { id: 2, userName: 'eve', passwordHash: 'x', role: 'viewer', groupId: 4 } }),
    )
    sessions = new Sessions(db)
  })

  it('lead to the user’s tenant and role', async () => {
    const caller = await sessions.find(await sessions.open(2))
    expect(caller).toEqual({
      tenant: { clusterId: 0, groupId: 4, userId: 2 },
      userName: 'eve',
      role: 'viewer',
      via: 'session',
    })
  })

  it('are kept by hash, so that a copy of the database opens none', async () => {
    const token = await sessions.open(1)
    const [row] = await db.read.session.findMany()
    expect(row?.tokenHash).toMatch(/^[0-9a-f]{64}$/)
    expect(row?.tokenHash).not.toContain(token)
    expect(await sessions.find(row?.tokenHash ?? '')).toBeUndefined()
  })

  it('are not found by a token that nobody was given', async () => {
    await sessions.open(1)
    expect(await sessions.find('x')).toBeUndefined()
  })

  it('end at once where they are closed, and within seconds elsewhere', async () => {
    const elsewhere = new Sessions(db)
    const token = await sessions.open(1)
    await Promise.all([sessions.find(token), elsewhere.find(token)])
    await sessions.close(token)
    expect(await sessions.find(token)).toBeUndefined()
    vi.useFakeTimers({ now: Date.now() + 2100, toFake: ['Date'] })
    expect(await elsewhere.find(token)).toBeUndefined()
  })

  it('end after their time, and are deleted then', async () => {
    const token = await sessions.open(1)
    expect(await sessions.deleteExpired()).toBe(0)
    vi.useFakeTimers({ now: Date.now() + SESSION_MS, toFake: ['Date'] })
    expect(await sessions.find(token)).toBeUndefined()
    vi.setSystemTime(Date.now() + 1000)
    expect(await sessions.deleteExpired()).toBe(1)
    expect(await db.read.session.count()).toBe(0)
  })

  it('give a role that this build does not know the least rights', async () => {
    const user = await db.read.user.findUniqueOrThrow({ where: { id: 1 } })
    expect(callerOf({ ...user, role: 'superuser' }).role).toBe('viewer')
  })
})
