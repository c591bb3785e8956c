// Stand-ins for the images that the Dockerfile starts from, for machines that reach Debian's mirror but no image
// registry: a minimal Debian, and the same with this machine's Node.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildah, isThere } from './buildah.mjs'

const DEBIAN = 'localhost/stand-in/debian:bookworm-slim'
const NODE = `localhost/stand-in/node:20-bookworm-slim`
const MIRROR = 'http://deb.debian.org/debian'
/** What Debian's slim images leave out too. */
const LEFT_OUT = ['usr/share/doc', 'usr/share/man', 'usr/share/info', 'usr/share/locale', 'usr/share/lintian']
const EMPTIED = ['var/cache/apt', 'var/lib/apt/lists', 'var/log']

/** @returns the build arguments that put them in place of the real ones */
export function standInBases() {
  if (!isThere(DEBIAN)) makeDebian()
  if (!isThere(NODE)) makeNode()
  return { BASE_IMAGE: DEBIAN, NODE_IMAGE: NODE }
}

function makeDebian() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-debian-'))
  try {
    const { status } = spawnSync('debootstrap', ['--variant=minbase', 'bookworm', folder, MIRROR], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('debootstrap could not make a Debian')
    for (const place of LEFT_OUT) fs.rmSync(path.join(folder, place), { recursive: true, force: true })
    for (const place of EMPTIED) {
      fs.rmSync(path.join(folder, place), { recursive: true, force: true })
      fs.mkdirSync(path.join(folder, place), { recursive: true })
    }
    for (const device of fs.readdirSync(path.join(folder, 'dev'))) {
      fs.rmSync(path.join(folder, 'dev', device), { recursive: true, force: true })
    }
    fromFolder({ folder, base: 'scratch', name: DEBIAN, config: ['--cmd', '/bin/bash'] })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Node lies where the official image has it. */
function makeNode() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-node-'))
  try {
    const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)))
    const put = (from, to) => fs.cpSync(from, path.join(folder, to), { recursive: true, verbatimSymlinks: true })
    put(process.execPath, 'usr/local/bin/node')
    put(path.join(prefix, 'include/node'), 'usr/local/include/node')
    put(path.join(prefix, 'lib/node_modules/npm'), 'usr/local/lib/node_modules/npm')
    for (const name of ['npm', 'npx']) {
      fs.symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(folder, 'usr/local/bin', name))
    }
    const authorities = process.env.NODE_EXTRA_CA_CERTS
    const config = []
    if (authorities) {
      put(authorities, 'etc/ssl/certs/ca-certificates.crt')
      config.push('--env', 'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt')
    }
    fromFolder({ folder, base: DEBIAN, name: NODE, config })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function fromFolder({ folder, base, name, config }) {
  const container = buildah(['from', base]).trim()
  try {
    buildah(['copy', '--quiet', container, folder, '/'])
    if (config.length > 0) buildah(['config', ...config, container])
    buildah(['commit', '--quiet', '--format', 'docker', container, name])
  } finally {
    buildah(['rm', container])
  }
}
