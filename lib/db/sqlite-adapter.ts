import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>
type Queryable = Pick<Adapter, 'queryRaw' | 'executeRaw'>
type Query = Parameters<Queryable['queryRaw']>[0]

/** How Prisma writes `contains` and `startsWith`. */
const PATTERNS = /LIKE \((?:'%' \|\| )?\? \|\| '%'\)/g

/**
 * Prisma writes SQLite's LIKE without ESCAPE, so that a search for `a_b` would find `axb` and one for `%` everything.
 * With it `\` escapes, as in PostgreSQL.
 */
export class SqliteWithEscape extends PrismaBetterSqlite3 {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    escapeLikes(adapter)
    const startTransaction = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await startTransaction(isolationLevel)
      escapeLikes(transaction)
      return transaction
    }
    return adapter
  }
}

function escapeLikes(on: Queryable): void {
  const queryRaw = on.queryRaw.bind(on)
  const executeRaw = on.executeRaw.bind(on)
  on.queryRaw = (query) => queryRaw(withEscape(query))
  on.executeRaw = (query) => executeRaw(withEscape(query))
}

function withEscape(query: Query): Query {
  const sql = query.sql.replaceAll(PATTERNS, String.raw`$& ESCAPE '\'`)
  return sql === query.sql ? query : { ...query, sql }
}
