import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDockerArchive } from './make-archive'

const options = { repoTags: ['example.org/demo/hello:1.0'], files: { 'etc/hello': 'hello' }, arch: 'arm64' }
const hasSkopeo = existsSync('/usr/bin/skopeo')
if (!hasSkopeo) process.stdout.write('skipped: skopeo is not installed, so made archives are not read by it\n')

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'make-archive-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('equal input gives equal bytes', async () => {
  expect((await makeDockerArchive(options)).equals(await makeDockerArchive(options))).toBe(true)
  expect((await makeDockerArchive(options)).equals(await makeDockerArchive({ ...options, arch: 'amd64' }))).toBe(false)
})

test.skipIf(!hasSkopeo).each([
  ['old', 'docker-archive', 'example.org/demo/hello:1.0'],
  ['new', 'docker-archive', 'example.org/demo/hello:1.0'],
  ['oci', 'oci-archive', 'example.org/demo/hello:1.0'],
] as const)('skopeo reads the %s layout', async (layout, transport, tag) => {
  const file = path.join(dir, `${layout}.tar`)
  await writeFile(file, await makeDockerArchive({ ...options, layout }))
  const seen = execFileSync('skopeo', ['inspect', '--config', `${transport}:${file}:${tag}`], { encoding: 'utf8' })
  expect(JSON.parse(seen)).toMatchObject({ architecture: 'arm64', os: 'linux' })
})
