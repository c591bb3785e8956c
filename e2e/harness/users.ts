import { hashPassword } from '@/lib/auth/password'
import type { Role } from '@/lib/auth/role'
import { openDb } from '@/lib/db/db'
import type { TestConsole } from './console'

const PASSWORD = 'a password of tests'

/**
 * The cookie of a browser in which a new user of this role has signed in. The user is written into the console's
 * database: the console itself makes none but its first.
 * @param id a portal of this uid acts for the same tenant
 */
export async function signInAs(console_: TestConsole, { id, role }: { id: number; role: Role }): Promise<string> {
  const userName = `${role} ${id}`
  const passwordHash = await hashPassword(PASSWORD)
  const db = await openDb(console_.databaseUrl)
  try {
    await db.write((tx) => tx.user.create({ data: { id, userName, passwordHash, role } }))
  } finally {
    await db.close()
  }
  return console_.signIn(userName, PASSWORD)
}
