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
