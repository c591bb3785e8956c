import { randomBytes } from 'node:crypto'
import type { User } from '@/lib/db/generated/sqlite/client'
import type { Db } from '@/lib/db/db'
import { hashPassword, isPassword } from './password'

/** The user that the first start makes: uid 1 of PROTOCOL.md §3. */
export const FIRST_USER = 'admin'

/** Makes the first user where there is none; answers the password where it was generated, to be shown once. */
export async function createFirstUser(db: Db, givenPassword: string | undefined): Promise<string | undefined> {
  if ((await db.read.user.count()) > 0) return undefined
  const password = givenPassword ?? randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const made = await db.write(async (tx) => {
    if ((await tx.user.count()) > 0) return false // another process was first
    await tx.user.create({ data: { id: 1, userName: FIRST_USER, passwordHash, role: 'admin' } })
    return true
  })
  return made && givenPassword === undefined ? password : undefined
}

/** The hash that an unknown name is compared with, so that the time tells nobody which names exist. */
let decoy: Promise<string> | undefined

/** The user with this name and password, if there is one; takes as long when there is not. */
export async function findUserByPassword(db: Db, userName: string, password: string): Promise<User | undefined> {
  const user = await db.read.user.findUnique({ where: { userName } })
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  const right = await isPassword(user?.passwordHash ?? (await decoy), password)
  return user && right ? user : undefined
}
