import type { Tx } from './db'

/**
 * Unlike that of any other database, and the same for all processes on this one: the id under which its first
 * migration was noted.
 */
export async function installationId(db: Tx): Promise<string> {
  const [first] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM _prisma_migrations ORDER BY migration_name LIMIT 1`
  if (!first) throw new Error('the database was not migrated')
  return first.id
}
