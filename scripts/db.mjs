// npm run db:new NAME   writes prisma/<provider>/migrations/<time>_NAME/migration.sql for both databases
// npm run db:check      exit 2 where the models and the migrations differ
// Prisma 7's own command line needs a native schema engine that it downloads; the WASM one from npm does the same work.
import fs from 'node:fs'
import path from 'node:path'
import { openEngine, readSchema, filters } from './schema-engine.mjs'

const PROVIDERS = ['sqlite', 'postgresql']
const [command, name] = process.argv.slice(2)
if (!['new', 'check'].includes(command) || (command === 'new' && !/^[a-z0-9_]+$/.test(name ?? ''))) {
  console.error('usage: db.mjs new NAME | db.mjs check')
  process.exit(1)
}

async function adapter(provider) {
  if (provider === 'postgresql') return offlinePostgres()
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
  return new PrismaBetterSqlite3({ url: ':memory:' })
}

/** The engine connects when it is made and asks for the server's version; comparing two models needs no server. */
function offlinePostgres() {
  const connection = {
    provider: 'postgres',
    adapterName: 'offline',
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: async () => Promise.reject(new Error('there is no server behind this adapter')),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }
  const connect = async () => connection
  return { provider: 'postgres', adapterName: 'offline', connect, connectToShadowDb: connect }
}

let stamp
let different = false
for (const provider of PROVIDERS) {
  const folder = path.join(import.meta.dirname, '../prisma', provider)
  const migrations = path.join(folder, 'migrations')
  // The models of the last migration. Its name must not end in .prisma: schema folders are read recursively.
  const snapshot = path.join(migrations, 'schema.snapshot')
  const schema = readSchema(folder)
  const engine = await openEngine(await adapter(provider), schema)
  const from = fs.existsSync(snapshot)
    ? { tag: 'schemaDatamodel', files: [{ path: 'snapshot.prisma', content: fs.readFileSync(snapshot, 'utf8') }] }
    : { tag: 'empty' }
  const to = { tag: 'schemaDatamodel', ...schema }
  const diff = await engine.diff({ from, to, script: true, exitCode: true, filters })
  if (diff.exitCode === 0) console.log(`${provider}: models and migrations agree`)
  else if (command === 'check') {
    different = true
    console.log(`${provider}: no migration for this change (npm run db:new NAME):\n${diff.stdout}`)
  } else {
    stamp ??= new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const target = path.join(migrations, `${stamp}_${name}`)
    fs.mkdirSync(target, { recursive: true })
    fs.writeFileSync(path.join(target, 'migration.sql'), diff.stdout)
    fs.writeFileSync(path.join(migrations, 'migration_lock.toml'), `provider = "${provider}"\n`)
    fs.writeFileSync(snapshot, schema.files.map((f) => f.content).join('\n'))
    console.log(`wrote ${path.relative('.', target)}`)
  }
}
process.exit(different ? 2 : 0)
