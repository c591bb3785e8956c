import type { Db } from '@/lib/db/db'

/** The database, with transactions that fail at the commit: those whose number, counted from 1, is one of these. */
export function failingAt(db: Db, isOne: (write: number) => boolean): Db {
  let writes = 0
  return {
    ...db,
    write: (work) => {
      writes += 1
      const fails = isOne(writes)
      return db.write(async (tx) => {
        const result = await work(tx)
        if (fails) throw new Error('the connection to the database was lost')
        return result
      })
    },
  }
}
