import { randomBytes } from 'node:crypto'
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildah } from './buildah.mjs'

const WAIT_MS = 60_000

/** A container of an image, run by runc on this machine's network with a read-only root and a data folder of its own. */
export class Container {
  password = randomBytes(12).toString('hex')
  #name = `apulisedge-image-test-${process.pid}`
  #dir = fs.mkdtempSync(path.join(os.tmpdir(), 'apulisedge-image-'))
  #log = path.join(this.#dir, 'log')
  #process
  #mounted
  #root
  #port
  #config

  constructor(image, port) {
    this.#port = port
    this.#mounted = buildah(['from', image]).trim()
    this.#root = buildah(['mount', this.#mounted]).trim()
    this.#config = JSON.parse(buildah(['inspect', '--type', 'image', image])).OCIv1.config
  }

  url(place) {
    return `http://127.0.0.1:${this.#port}${place}`
  }

  has(place) {
    return fs.existsSync(path.join(this.#root, place))
  }

  /** What the image's files take. */
  bytes() {
    return bytesBelow(this.#root)
  }

  bytesOf(image) {
    const other = buildah(['from', image]).trim()
    try {
      return bytesBelow(buildah(['mount', other]).trim())
    } finally {
      buildah(['rm', other])
    }
  }

  start() {
    const [uid, gid] = this.#config.User.split(':').map(Number)
    const data = path.join(this.#dir, 'data')
    fs.rmSync(data, { recursive: true, force: true })
    fs.mkdirSync(data, { mode: 0o700 })
    fs.chownSync(data, uid, gid)
    fs.writeFileSync(path.join(this.#dir, 'config.json'), JSON.stringify(this.#spec({ uid, gid, data })))
    const log = fs.openSync(this.#log, 'w')
    const { PATH } = process.env
    const options = { cwd: this.#dir, stdio: ['ignore', log, log], env: { PATH } }
    this.#process = spawn('runc', ['run', '--bundle', this.#dir, this.#name], options)
    fs.closeSync(log)
  }

  exec(command) {
    return spawnSync('runc', ['exec', this.#name, ...command], { encoding: 'utf8', timeout: 20_000 })
  }

  signal(name) {
    spawnSync('runc', ['kill', this.#name, name])
  }

  isRunning() {
    const { status, stdout } = spawnSync('runc', ['state', this.#name], { encoding: 'utf8' })
    return status === 0 && JSON.parse(stdout).status === 'running'
  }

  hasEnded() {
    return this.#process.exitCode !== null
  }

  log() {
    return fs.readFileSync(this.#log, 'utf8')
  }

  /** Whether it comes true in time; what cannot be reached yet is asked again. */
  async waits(isSo) {
    for (const until = Date.now() + WAIT_MS; Date.now() < until; await delay(100)) {
      if (await Promise.resolve(isSo()).catch(() => false)) return true
      if (this.#process?.exitCode !== null) return Promise.resolve(isSo()).catch(() => false)
    }
    return false
  }

  remove() {
    spawnSync('runc', ['delete', '--force', this.#name])
    buildah(['rm', this.#mounted])
    fs.rmSync(this.#dir, { recursive: true, force: true })
  }

  /** OCI runtime specification 1.0: what a container engine makes of the image and of `--read-only --cap-drop ALL`. */
  #spec({ uid, gid, data }) {
    const { Entrypoint, Env, WorkingDir } = this.#config
    const none = { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] }
    const own = [`PORT=${this.#port}`, 'HOST=127.0.0.1', `ADMIN_PASSWORD=${this.password}`]
    const tmpfs = (destination, options) => ({ destination, type: 'tmpfs', source: 'tmpfs', options })
    const bind = (source, destination, how) => ({ destination, type: 'bind', source, options: ['bind', how] })
    return {
      ociVersion: '1.0.2',
      process: {
        terminal: false,
        user: { uid, gid },
        args: Entrypoint,
        env: [...Env, ...own],
        cwd: WorkingDir,
        capabilities: none,
        noNewPrivileges: true,
      },
      root: { path: this.#root, readonly: true },
      mounts: [
        { destination: '/proc', type: 'proc', source: 'proc' },
        tmpfs('/dev', ['nosuid', 'mode=755', 'size=65536k']),
        tmpfs('/tmp', ['nosuid', 'nodev', 'mode=1777', 'size=64m']),
        bind('/etc/hosts', '/etc/hosts', 'ro'),
        bind(data, '/data', 'rw'),
      ],
      linux: { namespaces: ['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
    }
  }
}

function bytesBelow(folder) {
  const { stdout } = spawnSync('du', ['--summarize', '--bytes', '--one-file-system', folder], { encoding: 'utf8' })
  return Number(stdout.split('\t')[0])
}
