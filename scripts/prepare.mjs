// What the commands need before they run, done only where something changed: packages, generated clients, the build.
// Uses nothing but Node, as there may be no node_modules yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

export const root = path.join(import.meta.dirname, '..')
const bin = (name) => path.join(root, 'node_modules/.bin', name)

/** Runs a command to its end; ends this process with its status where it fails. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs `work` unless the inputs are as they were the last time it succeeded, and what it makes is still there. */
function whenChanged(stampFile, { inputs, outputs }, work) {
  const file = path.join(root, stampFile)
  // This file says how the work is done.
  const digest = digestOf([...inputs, 'scripts/prepare.mjs', 'package-lock.json'])
  const isThere = [stampFile, ...outputs].every((made) => fs.existsSync(path.join(root, made)))
  if (isThere && fs.readFileSync(file, 'utf8') === digest) return
  work()
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, digest)
}

function digestOf(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs) {
    for (const file of filesBelow(path.join(root, input))) {
      hash.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file))
    }
  }
  return hash.digest('hex')
}

function filesBelow(place) {
  if (!fs.existsSync(place)) return []
  if (!fs.statSync(place).isDirectory()) return [place]
  const names = fs.readdirSync(place).filter((name) => name !== 'generated')
  return names.sort().flatMap((name) => filesBelow(path.join(place, name)))
}

function install() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 15)) {
    console.error(`This needs Node 20.15 or newer; this is ${process.version}.`)
    process.exit(1)
  }
  if (!isInstalled()) run('npm', ['ci', '--no-audit', '--no-fund'])
}

/** Whether what npm says it installed (it writes that last) is what the lock file wants. */
function isInstalled() {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  if (!fs.existsSync(installed)) return false
  const packages = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages
  const there = packages(installed)
  const wanted = Object.entries(packages(path.join(root, 'package-lock.json'))).filter(([at]) => at !== '')
  // Optional packages for other platforms are wanted and never there.
  return wanted.every(([at, { version, optional }]) => optional || there[at]?.version === version)
}

const PROVIDERS = ['sqlite', 'postgresql']
const SCHEMA = ['prisma/models.prisma', ...PROVIDERS.map((provider) => `prisma/${provider}/schema.prisma`)]
const CLIENTS = PROVIDERS.map((provider) => `lib/db/generated/${provider}/client.ts`)

export function generate() {
  install()
  whenChanged('lib/db/generated/.generated', { inputs: SCHEMA, outputs: CLIENTS }, () => {
    for (const provider of PROVIDERS) {
      // Prisma wants to fetch a native engine that generating does not use.
      run(bin('prisma'), ['generate', '--schema', `prisma/${provider}`], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' })
    }
  })
}

const SOURCES = ['app', 'components', 'lib', 'public', 'server.ts', 'next.config.js', 'tsconfig.json', ...SCHEMA]
const BUILT = ['dist/server.mjs', '.next/BUILD_ID']

export function build() {
  generate()
  whenChanged('dist/.built', { inputs: SOURCES, outputs: BUILT }, () => {
    run(bin('next'), ['build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
    run(bin('esbuild'), [
      'server.ts',
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--target=node20',
      '--packages=external',
      '--alias:@=.',
      '--sourcemap',
      '--log-level=warning',
      '--outfile=dist/server.mjs',
    ])
  })
}
