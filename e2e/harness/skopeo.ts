import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TIMEOUT = { timeout: 60_000 }

export interface PulledImage {
  /** Of the manifest. */
  digest: string
  configDigest: string
  layers: { digest: string; size: number }[]
  /** Of the layers' files, as they came. */
  layerDigests: string[]
}

/** Pulls an image with skopeo, which checks every digest, and reads what it got. */
export async function pullWithSkopeo(reference: string): Promise<PulledImage> {
  const dir = await mkdtemp(path.join(tmpdir(), 'skopeo-'))
  try {
    await run(
      'skopeo',
      ['copy', '--quiet', '--preserve-digests', '--src-tls-verify=false', `docker://${reference}`, `dir:${dir}`],
      TIMEOUT,
    )
    const bytes = await readFile(path.join(dir, 'manifest.json'))
    const manifest = JSON.parse(bytes.toString()) as {
      config: { digest: string }
      layers: { digest: string; size: number }[]
    }
    const layers = manifest.layers.map(({ digest, size }) => ({ digest, size }))
    const files = await Promise.all(layers.map(({ digest }) => readFile(path.join(dir, digest.replace('sha256:', '')))))
    return { digest: sha256(bytes), configDigest: manifest.config.digest, layers, layerDigests: files.map(sha256) }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** The tags of a repository, without the registry's host in front. */
export async function tagsWithSkopeo(repository: string): Promise<string[]> {
  const { stdout } = await run('skopeo', ['list-tags', '--tls-verify=false', `docker://${repository}`], TIMEOUT)
  return (JSON.parse(stdout) as { Tags: string[] | null }).Tags ?? []
}

const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
