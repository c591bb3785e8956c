import Database from 'better-sqlite3'
import { ConfigError } from '@/lib/config/config'

/**
 * Makes this process the only one that works with what `file` stands for, until `release`, or until it ends in
 * whichever way: the lock is SQLite's, and so the operating system's, which outlives no process.
 * @param refusal what to say where another process has it: a whole sentence
 * @throws ConfigError
 */
export function soleProcess(file: string, refusal: string): { release(): void } {
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new ConfigError(refusal)
    throw error
  }
  return { release: () => void lock.close() }
}
