import Sqlite from 'better-sqlite3'

export interface StoredRow {
  resource: string
  key: string
  json: string
}

/** Rows to write; `json` null deletes the row. */
export interface RowWrite {
  resource: string
  key: string
  json: string | null
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS objects (resource TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (resource, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`

/** The state file of the embedded cluster: objects as JSON, and a few named settings. */
export class Database {
  private readonly sqlite: Sqlite.Database
  private readonly upsert: Sqlite.Statement<[string, string, string]>
  private readonly remove: Sqlite.Statement<[string, string]>
  private readonly setSetting: Sqlite.Statement<[string, string]>
  private readonly removeSetting: Sqlite.Statement<[string]>
  private readonly writeRows: (rows: RowWrite[], settings: [string, string | null][]) => void

  constructor(file: string) {
    this.sqlite = new Sqlite(file)
    // with a write-ahead log a commit survives the death of the process without waiting for the disk
    this.sqlite.pragma('journal_mode = WAL')
    this.sqlite.pragma('synchronous = NORMAL')
    this.sqlite.exec(SCHEMA)
    this.upsert = this.sqlite.prepare('INSERT OR REPLACE INTO objects (resource, key, json) VALUES (?, ?, ?)')
    this.remove = this.sqlite.prepare('DELETE FROM objects WHERE resource = ? AND key = ?')
    this.setSetting = this.sqlite.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)')
    this.removeSetting = this.sqlite.prepare('DELETE FROM settings WHERE name = ?')
    this.writeRows = this.sqlite.transaction((rows: RowWrite[], settings: [string, string | null][]) => {
      for (const row of rows) {
        if (row.json === null) this.remove.run(row.resource, row.key)
        else this.upsert.run(row.resource, row.key, row.json)
      }
      for (const [name, value] of settings) {
        if (value === null) this.removeSetting.run(name)
        else this.setSetting.run(name, value)
      }
    })
  }

  rows(): IterableIterator<StoredRow> {
    return this.sqlite.prepare<[], StoredRow>('SELECT resource, key, json FROM objects').iterate()
  }

  setting(name: string): string | undefined {
    return this.sqlite.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?').get(name)
      ?.value
  }

  settings(prefix: string): { name: string; value: string }[] {
    const statement = this.sqlite.prepare<[string, string], { name: string; value: string }>(
      'SELECT name, value FROM settings WHERE name >= ? AND name < ?',
    )
    return statement.all(prefix, `${prefix}\u{10ffff}`)
  }

  /** All of it in one transaction; a setting of null is removed. */
  write(rows: RowWrite[], settings: [string, string | null][] = []): void {
    this.writeRows(rows, settings)
  }

  close(): void {
    this.sqlite.close()
  }
}
