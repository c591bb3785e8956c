import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { TestConsole } from '@/e2e/harness/console'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { makeBigImage } from './big-image'
import { peakRssMiB, rssMiB } from './memory'
import { BenchPortal } from './portal'
import type { Figure } from './report'

const exec = promisify(execFile)
const BYTES = 1e9
const ROUNDS = 3
const MAX_GROWTH_MIB = 150

interface Round {
  mbPerSecond: number
  storedBytes: number
  growthMiB: number
}

/** uploadImage of a gigabyte beside `skopeo copy` of the same file, each into an empty docker-registry. */
export async function benchUpload(): Promise<Figure[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-upload-'))
  try {
    const image = await makeBigImage(dir, BYTES)
    const rounds: { ours: Round; skopeo: Round }[] = []
    // In turns, so that a machine that slows down slows both.
    for (let n = 0; n < ROUNDS; n++) rounds.push({ ours: await ourRound(image), skopeo: await skopeoRound(image) })
    const ratio = median(rounds.map(({ ours, skopeo }) => ours.mbPerSecond / skopeo.mbPerSecond))
    const growthMiB = Math.max(...rounds.map(({ ours }) => ours.growthMiB))
    const speed = (which: 'ours' | 'skopeo') => median(rounds.map((round) => round[which].mbPerSecond))
    const stored = (which: 'ours' | 'skopeo') => median(rounds.map((round) => round[which].storedBytes))
    const mb = (bytes: number) => Math.round(bytes / 1e6)
    return [
      {
        what: `upload of ${mb(image.bytes)} MB`,
        measured: `${speed('ours').toFixed(0)} MB/s, skopeo ${speed('skopeo').toFixed(0)} MB/s, ratio ${ratio.toFixed(2)}; stored ${mb(stored('ours'))} MB, skopeo ${mb(stored('skopeo'))} MB`,
        wanted: 'ratio ≥ 1',
        met: ratio >= 1,
        numbers: {
          ours: speed('ours'),
          skopeo: speed('skopeo'),
          ratio,
          stored: stored('ours'),
          storedSkopeo: stored('skopeo'),
        },
      },
      {
        what: 'memory while it uploads',
        measured: `+${growthMiB.toFixed(0)} MiB`,
        wanted: `< ${MAX_GROWTH_MIB} MiB`,
        met: growthMiB < MAX_GROWTH_MIB,
        numbers: { growthMiB },
      },
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function ourRound({ file, bytes }: { file: string; bytes: number }): Promise<Round> {
  const registry = await DockerRegistry.start()
  const console_ = await TestConsole.start({ env: { REGISTRY_URL: registry.url } })
  try {
    const portal = await BenchPortal.open(console_.url, console_.jwtSecret)
    await portal.call('image/createOrg', { orgName: 'bench' })
    const before = rssMiB(console_.pid)
    const started = performance.now()
    const form = ['-F', 'orgName=bench', '-F', `file=@${file}`]
    const headers = ['-H', `Authorization: Bearer ${portal.token}`]
    const { result, peakMiB } = await peakRssMiB(console_.pid, () =>
      exec('curl', ['-sS', '--fail-with-body', ...headers, ...form, portal.address('image/uploadImage').href]),
    )
    const seconds = (performance.now() - started) / 1000
    if (!result.stdout.includes('"code":0')) throw new Error(`the upload failed: ${result.stdout}`)
    const storedBytes = await stored(registry.url, 'apulisedge/bench/big')
    return { mbPerSecond: bytes / 1e6 / seconds, storedBytes, growthMiB: peakMiB - before }
  } finally {
    await console_.stop()
    await registry.stop()
  }
}

async function skopeoRound({ file, bytes }: { file: string; bytes: number }): Promise<Round> {
  const registry = await DockerRegistry.start()
  try {
    const started = performance.now()
    const target = `docker://${registry.host}/skopeo/big:1`
    await exec('skopeo', ['--insecure-policy', 'copy', '--dest-tls-verify=false', `docker-archive:${file}`, target])
    const seconds = (performance.now() - started) / 1000
    const storedBytes = await stored(registry.url, 'skopeo/big')
    return { mbPerSecond: bytes / 1e6 / seconds, storedBytes, growthMiB: 0 }
  } finally {
    await registry.stop()
  }
}

/** Bytes of the layers of tag 1. */
async function stored(url: string, repository: string): Promise<number> {
  const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
  const answer = await fetch(`${url}/v2/${repository}/manifests/1`, { headers: { accept } })
  const { layers } = (await answer.json()) as { layers: { size: number }[] }
  return layers.reduce((sum, layer) => sum + layer.size, 0)
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
