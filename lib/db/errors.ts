/** Prisma's error codes, read by shape: each generated client has an error class of its own. */
function prismaCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A unique constraint refused the row (P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return prismaCode(error) === 'P2002'
}

/** A write conflict or deadlock, where running the transaction again is the remedy (P2034; 40001 and 40P01 in PostgreSQL). */
export function isConflict(error: unknown): boolean {
  if (prismaCode(error) === 'P2034' || isSqliteBusy(error)) return true
  return (
    error instanceof Error &&
    /TransactionWriteConflict|could not serialize|deadlock detected|40001|40P01/.test(error.message)
  )
}

/** Another process wrote to the SQLite file since this transaction read, or held its lock for too long (P1008). */
function isSqliteBusy(error: unknown): boolean {
  if (prismaCode(error) !== 'P1008' || !(error instanceof Error) || !('meta' in error)) return false
  return JSON.stringify(error.meta).includes('"SQLITE_BUSY')
}

const AWAY_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024'])
/** As the driver says it, where Prisma knows no code for it. */
const AWAY_WORDS = new RegExp(
  [
    'DatabaseNotReachable|ConnectionClosed|SocketTimeout|not queryable|Connection terminated|ECONNREFUSED|ECONNRESET',
    'timeout exceeded when trying to connect|Query read timeout|57P0[123]',
  ].join('|'),
)

/** It does not answer, or breaks off: nothing is wrong with what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || isSqliteBusy(error)) return false
  if (AWAY_CODES.has(prismaCode(error) ?? '')) return true
  return AWAY_WORDS.test('meta' in error ? error.message + JSON.stringify(error.meta) : error.message)
}
