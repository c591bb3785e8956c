// Drives Prisma's WASM schema engine (shipped through npm) without the `prisma migrate` CLI,
// which in Prisma 7 always wants a native schema-engine.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bg from '@prisma/schema-engine-wasm/schema_engine_bg'

const require = createRequire(import.meta.url)
const wasmPath = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmPath), { './schema_engine_bg.js': bg })
bg.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

export const filters = { externalTables: [], externalEnums: [] }

export function readSchema(dir) {
  return {
    files: fs
      .readdirSync(dir)
      .filter((f) => f.endsWith('.prisma'))
      .sort()
      .map((f) => ({ path: path.join(dir, f), content: fs.readFileSync(path.join(dir, f), 'utf8') })),
  }
}
export function openEngine(adapterFactory, schema) {
  const bound = bindMigrationAwareSqlAdapterFactory(adapterFactory)
  return bg.SchemaEngine.new({ datamodels: schema?.files.map((f) => [f.path, f.content]) }, () => {}, bound)
}
