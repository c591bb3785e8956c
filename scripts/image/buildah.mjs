import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Images and containers of its own, apart from what else this machine builds; kept, so that the next build is quick. */
const STORE = path.join(os.homedir(), '.cache/apulisedge-image')

/**
 * Runs buildah to its end.
 * @returns what it wrote to standard output
 */
export function buildah(args, { show = false } = {}) {
  fs.mkdirSync(STORE, { recursive: true })
  const store = [
    '--root',
    path.join(STORE, 'store'),
    '--runroot',
    path.join(STORE, 'run'),
    '--storage-driver',
    'overlay',
  ]
  const { status, stdout, stderr, error } = spawnSync('buildah', [...store, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', show ? 'inherit' : 'pipe'],
  })
  if (error) throw error
  if (status !== 0) throw new Error(`buildah ${args.join(' ')}: ${(show ? stdout : stderr).slice(-4000)}`)
  return stdout
}

export function isThere(image) {
  return JSON.parse(buildah(['images', '--json'])).some(({ names }) => names?.includes(image))
}
