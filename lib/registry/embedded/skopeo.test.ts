import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { tempDirs } from '@/lib/testing/temp-dir'
import { TEST_USER, hasProgram, startEmbedded } from '../testing/servers'

const run = promisify(execFile)
const tempDir = tempDirs('skopeo')

async function skopeo(...args: string[]): Promise<string> {
  return (await run('skopeo', args)).stdout
}

describe.skipIf(!hasProgram('skopeo'))('skopeo with the embedded registry', () => {
  let server: Awaited<ReturnType<typeof startEmbedded>>
  beforeAll(async () => {
    server = await startEmbedded()
  })
  afterAll(() => server?.stop())
  const credentials = `${TEST_USER.username}:${TEST_USER.password}`
  const image = (name: string) => `docker://${server.host}/${name}`

  async function push(name: string, creds = credentials): Promise<void> {
    const archive = path.join(await tempDir(), 'in.tar')
    await writeFile(archive, await makeDockerArchive({ repoTags: ['a/hello:1'], files: { hello: name } }))
    await skopeo('copy', '--dest-tls-verify=false', '--dest-creds', creds, `docker-archive:${archive}`, image(name))
  }

  test('copies in and out, inspects and lists without a password', async () => {
    await push('team/hello:1')
    await push('team/hello:2')
    const seen = JSON.parse(await skopeo('inspect', '--tls-verify=false', image('team/hello:1'))) as object
    expect(seen).toMatchObject({ Architecture: 'amd64', RepoTags: ['1', '2'] })
    const listed = JSON.parse(await skopeo('list-tags', '--tls-verify=false', image('team/hello'))) as object
    expect(listed).toMatchObject({ Tags: ['1', '2'] })
    const target = await tempDir()
    await skopeo('copy', '--src-tls-verify=false', image('team/hello:1'), `dir:${target}`)
    const digest = `sha256:${createHash('sha256')
      .update(await readFile(`${target}/manifest.json`))
      .digest('hex')}`
    expect(seen).toMatchObject({ Digest: digest })
  })

  test('a wrong password cannot push', async () => {
    await expect(push('team/evil:1', 'tester:wrong')).rejects.toThrow('unauthorized')
  })

  test('deletes', async () => {
    await push('team/gone:1')
    await skopeo('delete', '--tls-verify=false', '--creds', credentials, image('team/gone:1'))
    await expect(skopeo('inspect', '--tls-verify=false', image('team/gone:1'))).rejects.toThrow('manifest unknown')
  })
})
