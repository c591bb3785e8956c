import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

const BUNDLE = path.join(root, 'dist/server.mjs')
const SOURCES = ['lib', 'server.ts']

/**
 * How to run the server: its bundle, as production does, where it is newer than every source; else from the source,
 * so that an edit is tried at once. Next needs its build to start in either case: it is made where there is none.
 */
export function serverProgram(): string[] {
  if (!existsSync(path.join(root, '.next/BUILD_ID')))
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root })
  const isFresh = existsSync(BUNDLE) && statSync(BUNDLE).mtimeMs >= newest(SOURCES.map((one) => path.join(root, one)))
  return isFresh ? [BUNDLE] : ['--import', 'tsx', path.join(root, 'server.ts')]
}

function newest(places: readonly string[]): number {
  return Math.max(0, ...places.map((place) => newestOf(place)))
}

function newestOf(place: string): number {
  if (statSync(place).isDirectory()) return newest(readdirSync(place).map((name) => path.join(place, name)))
  return place.endsWith('.test.ts') ? 0 : statSync(place).mtimeMs
}
