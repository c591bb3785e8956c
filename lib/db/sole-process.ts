import Database from 'better-sqlite3'

/**
 * Makes this process the only one that works with what `file` stands for, until `release`, or until it ends in
 * whichever way: the lock is SQLite's, and so the operating system's, which outlives no process.
 * @returns undefined where another process has it
 */
export function soleProcess(file: string): { release(): void } | undefined {
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
  return { release: () => void lock.close() }
}
