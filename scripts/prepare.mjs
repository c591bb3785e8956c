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

/** Runs `work` unless the files are as they were the last time it succeeded. */
function whenChanged(stampFile, inputs, work) {
  const file = path.join(root, stampFile)
  const digest = digestOf(inputs)
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === digest) return
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

export function generate() {
  install()
  whenChanged('lib/db/generated/.generated', ['prisma/models.prisma', 'package-lock.json'], () => {
    for (const provider of ['sqlite', 'postgresql']) {
      // Prisma wants to fetch a native engine that generating does not use.
      run(bin('prisma'), ['generate', '--schema', `prisma/${provider}`], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' })
    }
  })
}

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'server.ts',
  'next.config.js',
  'package-lock.json',
  'prisma/models.prisma',
]

export function build() {
  generate()
  whenChanged('dist/.built', SOURCES, () => {
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
