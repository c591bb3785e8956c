// npm test [suite…]: runs the suites named (default: all that need nothing but this machine) and ends with one line,
// `N passed, N failed`. What cannot run here says so in one line.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build, generate, root } from './prepare.mjs'
import { checkPageSizes } from './page-sizes.mjs'

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'apulisedge-test-'))
const bin = (name) => path.join(root, 'node_modules/.bin', name)
const total = { passed: 0, failed: 0 }
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

const suites = {
  types: () => command('types', bin('tsc'), ['--noEmit']),
  lint: () => {
    command('eslint', bin('eslint'), ['.', '--max-warnings', '0'])
    command('prettier', bin('prettier'), ['--check', '--log-level', 'warn', '.'])
    command('unused code', bin('knip'), [])
    command('dependency rules', bin('depcruise'), [
      'lib',
      'app',
      'components',
      'server.ts',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
    ])
  },
  migrations: () => command('models and migrations', process.execPath, ['scripts/db.mjs', 'check']),
  unit: () => vitest('unit', ['--project', 'unit', '--project', 'components']),
  contract: () => {
    build()
    vitest('contract', ['--project', 'contract'])
  },
  'contract-next': () => {
    build()
    vitest('contract, through Next', ['--project', 'contract'], { CONTRACT_MOUNT: 'next' })
  },
  database: () => {
    if (!hasPostgres()) return skip('database', 'there is no postgres and initdb on this machine')
    build()
    vitest('contract, PostgreSQL', ['--project', 'contract'], { CONTRACT_DATABASE: 'postgresql' })
  },
  cluster: () => {
    if (!process.env.KUBECONFIG && !fs.existsSync(path.join(root, '../shared/tools/kube/cluster')))
      return skip('cluster', 'set KUBECONFIG to the kubeconfig of a Kubernetes that tests may use')
    build()
    vitest('real servers', ['--project', 'cluster'])
  },
  sizes: () => {
    build()
    title('JavaScript of the pages, gzip')
    count('sizes', checkPageSizes())
  },
  browser: () => {
    if (!fs.existsSync(CHROMIUM))
      return skip('browser', `there is no ${CHROMIUM} (apt-get install chromium, or set CHROMIUM)`)
    build()
    playwright('browser')
  },
}

const EVERYWHERE = ['types', 'lint', 'migrations', 'unit', 'contract', 'sizes', 'browser']
const asked = process.argv.slice(2)
const chosen = asked.length === 0 ? EVERYWHERE : asked.includes('all') ? Object.keys(suites) : asked
const unknown = chosen.filter((name) => !Object.hasOwn(suites, name))
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}, all`)
  process.exit(1)
}

generate()
// Types of the pages' routes come from Next; a clone that was never built has none.
if (!fs.existsSync(path.join(root, 'next-env.d.ts'))) command('route types', bin('next'), ['typegen'])
for (const name of chosen) suites[name]()
fs.rmSync(reports, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

function title(name) {
  console.log(`\n── ${name}`)
}

function skip(name, why) {
  title(name)
  console.log(`skipped: ${why}`)
}

/** A command that passes or fails as a whole. */
function command(name, file, args) {
  title(name)
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit' })
  if (error) console.error(error.message)
  count(name, status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}

function vitest(name, args, env = {}) {
  const report = path.join(reports, `${total.passed}-${Date.now()}.json`)
  title(name)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = inherit(bin('vitest'), ['run', ...args, ...reporters], env)
  const result = readReport(report)
  tally(name, status, result && { passed: result.numPassedTests, failed: result.numFailedTests + brokenFiles(result) })
}

/** Files that failed before a test of theirs ran. */
function brokenFiles(result) {
  return result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
}

function playwright(name) {
  const report = path.join(reports, 'playwright.json')
  title(name)
  const status = inherit(bin('playwright'), ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    CHROMIUM,
  })
  const result = readReport(report)
  tally(name, status, result && { passed: result.stats.expected, failed: result.stats.unexpected + result.stats.flaky })
}

function inherit(file, args, env) {
  return spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined
}

/** A runner that failed and says that all is well, or says nothing, counts as one failure. */
function tally(name, status, result) {
  const counted = result ?? { passed: 0, failed: 0 }
  count(name, status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted)
}

function count(name, { passed, failed }) {
  total.passed += passed
  total.failed += failed
  console.log(`${name}: ${passed} passed, ${failed} failed.`)
}

function hasPostgres() {
  const found = spawnSync('sh', ['-c', 'command -v postgres && command -v initdb'], { stdio: 'ignore' })
  return found.status === 0 || fs.existsSync('/usr/lib/postgresql/15/bin/postgres')
}
