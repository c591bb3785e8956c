// npm run test:image: builds the Dockerfile with buildah, runs what results with runc as a container engine would
// (user 10001, read-only root, no capabilities) and looks at it. Run by hand, as root: a first build takes minutes.
// `-- --pull` starts from the real images in place of stand-ins; `-- --no-build` looks at the image built last.
import { spawnSync } from 'node:child_process'
import { buildah } from './image/buildah.mjs'
import { Container } from './image/container.mjs'
import { standInBases } from './image/stand-in-base.mjs'
import { root } from './prepare.mjs'

const IMAGE = 'localhost/apulisedge-console:test'
const MAX_BYTES = 250e6
const PORT = 31_793

const missing = ['buildah', 'runc', 'debootstrap'].filter((name) => spawnSync('which', [name]).status !== 0)
if (missing.length > 0 || process.getuid?.() !== 0) {
  console.log(`skipped: needs root and ${['buildah', 'runc', 'debootstrap'].join(', ')} (apt-get install …)`)
  process.exit(0)
}

const results = { passed: 0, failed: 0 }
const bases = process.argv.includes('--pull') ? {} : standInBases()
if (!process.argv.includes('--no-build')) build(bases)
const { OCIv1: image, Docker: docker } = JSON.parse(buildah(['inspect', '--type', 'image', IMAGE]))
const container = new Container(IMAGE, PORT)
try {
  lookAtImage()
  await serve()
  await stopWhileStarting()
} finally {
  container.remove()
}
console.log(`${results.passed} passed, ${results.failed} failed`)
process.exit(results.failed > 0 ? 1 : 0)

function build(args) {
  const started = Date.now()
  const revision = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim()
  const given = Object.entries({ ...args, REVISION: revision }).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`,
  ])
  const how = ['--layers', '--format', 'docker', '--isolation', 'chroot', '--network', 'host']
  buildah(['build', ...how, ...given, '--tag', IMAGE, root], { show: true })
  console.log(`built in ${Math.round((Date.now() - started) / 1000)} s`)
}

function lookAtImage() {
  const { User, Entrypoint, Env, Labels, ExposedPorts } = image.config
  check('runs as a user given by number', /^[1-9]\d*:[1-9]\d*$/.test(User))
  check('starts through tini, which hands on signals', Entrypoint[0] === 'tini')
  check('has a health check', docker.config.Healthcheck.Test.join(' ').includes('/health'))
  check('says what it is', Labels['org.opencontainers.image.revision'].length === 40 && '3000/tcp' in ExposedPorts)
  check('holds no secret', !Env.some((one) => /SECRET|PASSWORD|TOKEN|DATABASE_URL/.test(one)))
  const bytes = container.bytes()
  const base =
    bases.BASE_IMAGE === undefined
      ? ''
      : `, of which a stand-in for its base ${megabytes(container.bytesOf(bases.BASE_IMAGE))}`
  check(`takes ${megabytes(bytes)} unpacked${base}`, bytes <= MAX_BYTES)
  const tools = ['typescript', 'esbuild', 'eslint', 'vitest', 'prisma', 'playwright']
  check(
    'holds no package that only building needs',
    tools.every((name) => !container.has(`/app/node_modules/${name}`)),
  )
  check('holds no source', !container.has('/app/lib') && !container.has('/src'))
}

async function serve() {
  container.start()
  const served = await container.waits(async () => (await fetch(container.url('/health'))).status === 200)
  check('serves', served)
  if (!served) return console.log(container.log())
  check('says that it is healthy', container.exec(docker.config.Healthcheck.Test.slice(1)).status === 0)
  check('is healthy in all its parts', (await fetch(container.url('/api/health'))).status === 200)
  const page = await (await fetch(container.url('/login'))).text()
  const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0]
  check('serves pages and their scripts', (await fetch(container.url(script ?? '/nothing'))).status === 200)
  check('signs in', (await signIn()) === 200)
  const ssh = container.exec(['ssh', '-V'])
  check(`has an SSH client: ${ssh.stderr.trim()}`, ssh.status === 0)
  check('its root cannot be written', container.exec(['touch', '/app/x']).status !== 0)
  const began = Date.now()
  container.signal('TERM')
  const ended = await container.waits(() => container.hasEnded())
  check(`ends in order on SIGTERM: ${Date.now() - began} ms`, ended && container.log().includes('"message":"stopped"'))
}

async function stopWhileStarting() {
  container.start()
  const begun = await container.waits(() => container.isRunning())
  container.signal('TERM')
  check('ends on a SIGTERM that comes while it starts', begun && (await container.waits(() => container.hasEnded())))
}

async function signIn() {
  const body = JSON.stringify({ userName: 'admin', password: container.password })
  const headers = { 'content-type': 'application/json', origin: container.url('') }
  return (await fetch(container.url('/api/session'), { method: 'POST', body, headers })).status
}

function check(what, ok) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}`)
  results[ok ? 'passed' : 'failed']++
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
