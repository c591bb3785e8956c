import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Harbor, ROBOT } from '@/lib/registry/testing/harbor'
import { makeDockerArchive, sha256Hex } from '@/lib/registry/testing/make-archive'
import { hasProgram } from '@/lib/registry/testing/servers'
import { eventually } from '@/lib/testing/eventually'
import { formOf, InProcessConsole } from './testing/console'

const run = promisify(execFile)
const hasSkopeo = hasProgram('skopeo')

describe.skipIf(!hasProgram('docker-registry'))('a console that pushes to Harbor as a robot', () => {
  let harbor: Harbor
  let console_: InProcessConsole
  beforeAll(async () => {
    harbor = await Harbor.start()
    console_ = await InProcessConsole.start({
      REGISTRY_URL: harbor.url,
      REGISTRY_PROJECT: 'edge',
      REGISTRY_USERNAME: ROBOT.username,
      REGISTRY_PASSWORD: ROBOT.password,
    })
    expect(await console_.call('image/createOrg', { orgName: 'acme' })).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    await console_?.stop()
    await harbor?.stop()
  })

  async function upload() {
    const bytes = await makeDockerArchive({ repoTags: ['web:1', 'web:2'], files: { content: 'hello' } })
    return console_.upload(
      formOf([
        ['orgName', 'acme'],
        ['file', { bytes, name: 'web.tar' }],
      ]),
    )
  }

  const digestAt = async (tag: string) =>
    (await console_.app.registry.client.headManifest('edge/acme/web', tag))?.digest
  const remove = (imageVersion: string) =>
    console_.call('image/deleteImageVersion', { orgName: 'acme', imageName: 'web', imageVersion })

  test('is told of the project that has to be made first, and uploads when it is there', async () => {
    expect(await upload()).toMatchObject({ code: 40000, msg: expect.stringContaining('edge does not exist') as string })
    harbor.projects.set('edge', 'push')
    expect(await upload()).toMatchObject({ code: 0 })
    expect(await digestAt('1')).toMatch(/^sha256:/)
    expect(await digestAt('2')).toBe(await digestAt('1'))
  })

  test.skipIf(!hasSkopeo)('has pushed what skopeo can pull', async () => {
    const { host } = console_.app.registry
    const to = path.join(console_.dataDir, 'pulled')
    const credentials = `${ROBOT.username}:${ROBOT.password}`
    const from = ['--src-tls-verify=false', '--src-creds', credentials, `docker://${host}/edge/acme/web:1`]
    await run('skopeo', ['copy', '-q', ...from, `dir:${to}`])
    expect(`sha256:${sha256Hex(await readFile(path.join(to, 'manifest.json')))}`).toBe(await digestAt('1'))
  })

  test('deletes one of two tags that name the same, then the other with the image', async () => {
    const digest = await digestAt('2')
    expect(await remove('1')).toMatchObject({ code: 0 })
    await eventually(async () => expect(await digestAt('1')).toBeUndefined())
    expect(await digestAt('2')).toBe(digest)
    expect(await remove('2')).toMatchObject({ code: 0 })
    await eventually(async () => expect(await digestAt(digest ?? '')).toBeUndefined())
    await eventually(async () => expect(await console_.app.db.read.registryGarbage.count()).toBe(0))
  })
})
