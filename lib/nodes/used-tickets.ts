import type { Db, Tx } from '@/lib/db/db'
import type { JoinTicket } from './join-ticket'

/**
 * Spends the ticket. In the database, so that it holds over processes and restarts, and before its script goes out: of
 * two that fetch at once one gets it. It stays spent when the download is cut off, as nobody can tell how much came
 * through; a new one costs a click.
 * @returns when it was spent before; undefined where it was not
 */
export function spendTicket(db: Db, { nonce, expiresAt }: JoinTicket): Promise<Date | undefined> {
  return db.write(async (tx) => {
    const before = await tx.usedJoinTicket.findUnique({ where: { nonce } })
    if (!before) await tx.usedJoinTicket.create({ data: { nonce, expiresAt } })
    return before?.usedAt
  })
}

/** @returns how many */
export async function forgetExpiredTickets(tx: Tx): Promise<number> {
  const { count } = await tx.usedJoinTicket.deleteMany({ where: { expiresAt: { lt: new Date() } } })
  return count
}
