// npm test [suite…]: runs the suites named (default: all that need nothing but this machine), names what failed, and
// ends with one line, `N passed, N failed`. What cannot run here says so in one line.
// --seed N, --rounds N: of the suite `faults`.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build, generate, root } from './prepare.mjs'
import { checkPageSizes } from './page-sizes.mjs'

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'apulisedge-test-'))
const bin = (name) => path.join(root, 'node_modules/.bin', name)
const total = { passed: 0, failed: 0 }
const failures = []
const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '' }, rounds: { type: 'string', default: '' } },
})
const cores = os.availableParallelism()
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
  // By itself vitest leaves one core idle, which of two is half of them.
  unit: () => vitest('unit', ['--project', 'unit', '--project', 'components', '--maxWorkers', String(cores)]),
  contract: () => {
    build()
    vitest('contract', ['--project', 'contract'])
  },
  // The other mount and the other database at once: what fails here and not above says which of them it is.
  database: () => {
    const postgres = hasPostgres()
    if (!postgres) skip('PostgreSQL', 'there is no postgres and initdb on this machine')
    build()
    const env = { CONTRACT_MOUNT: 'next', CONTRACT_DATABASE: postgres ? 'postgresql' : 'sqlite' }
    vitest(`contract, through Next${postgres ? ', PostgreSQL' : ''}`, ['--project', 'contract'], env)
  },
  cluster: () => {
    if (!hasKubernetes()) return skip('cluster', 'set KUBECONFIG to the kubeconfig of a Kubernetes that tests may use')
    build()
    vitest('real servers', ['--project', 'cluster'])
  },
  faults: () => {
    if (!hasKubeTools()) return skip('faults', 'there is no ../shared/tools/kube to start and kill a Kubernetes with')
    if (!hasPostgres()) return skip('faults', 'there is no postgres and initdb on this machine')
    build()
    vitest('faults', ['--project', 'faults'], { FAULTS_SEED: options.seed, FAULTS_ROUNDS: options.rounds })
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
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`)
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
  if (status !== 0) failures.push(name)
}

function vitest(name, args, env = {}) {
  const report = path.join(reports, `${total.passed}-${Date.now()}.json`)
  title(name)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = inherit(bin('vitest'), ['run', ...args, ...reporters], env)
  const result = readReport(report)
  const names = result ? failedTests(result) : []
  tally(name, status, result && { passed: result.numPassedTests, failed: names.length }, names)
}

/** Tests, and files that failed before a test of theirs ran or after the last. */
function failedTests({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = path.relative(root, name)
      const tests = assertionResults.filter(({ status }) => status === 'failed')
      return tests.length > 0 ? tests.map(({ fullName }) => `${file} › ${fullName}`) : [file]
    })
}

function playwright(name) {
  const report = path.join(reports, 'playwright.json')
  title(name)
  const status = inherit(bin('playwright'), ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    CHROMIUM,
  })
  const result = readReport(report)
  const names = (result?.suites ?? []).flatMap((suite) => failedSpecs(suite))
  const { expected: passed, unexpected, flaky } = result?.stats ?? {}
  tally(name, status, result && { passed, failed: unexpected + flaky }, names)
}

function failedSpecs({ specs = [], suites: inner = [] }) {
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => ['unexpected', 'flaky'].includes(status)))
  return [
    ...failed.map(({ file, title }) => `e2e/browser/${file} › ${title}`),
    ...inner.flatMap((suite) => failedSpecs(suite)),
  ]
}

function inherit(file, args, env) {
  return spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined
}

/** A runner that failed and says that all is well, or says nothing, counts as one failure. */
function tally(name, status, result, names) {
  const counted = result ?? { passed: 0, failed: 0 }
  const brokeOff = status !== 0 && counted.failed === 0
  failures.push(...names, ...(brokeOff ? [`${name}: its runner failed`] : []))
  count(name, brokeOff ? { ...counted, failed: 1 } : counted)
}

function count(name, { passed, failed }) {
  total.passed += passed
  total.failed += failed
  console.log(`${name}: ${passed} passed, ${failed} failed.`)
}

function hasKubeTools() {
  return fs.existsSync(path.join(root, '../shared/tools/kube/cluster'))
}

function hasKubernetes() {
  return Boolean(process.env.KUBECONFIG) || hasKubeTools()
}

function hasPostgres() {
  const found = spawnSync('sh', ['-c', 'command -v postgres && command -v initdb'], { stdio: 'ignore' })
  return found.status === 0 || fs.existsSync('/usr/lib/postgresql/15/bin/postgres')
}
