import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasProgram, type TestServer } from '@/lib/registry/testing/servers'
import { DockerRegistry } from '@/lib/testing/docker-registry'
import { eventually } from '@/lib/testing/eventually'
import { makeDockerArchive, sha256Hex } from '@/lib/registry/testing/make-archive'
import { InProcessConsole, formOf, type Answer } from './testing/console'
import { containing } from '@/lib/registry/testing/containing'

const registries: [string, boolean][] = [
  ['docker-registry', hasProgram('docker-registry')],
  ['the embedded registry', true],
]
// Not the synchronous one: the registry that skopeo speaks to may be in this very process.
const run = promisify(execFile)
const hasSkopeo = hasProgram('skopeo')

interface Version {
  imageName: string
  imageVersion: string
  imageId: string
  digest: string
  DownloadCommand: string
  imageSize: number
  sizeBytes: number
  createAt: string
  updateAt: string
  layers: { digest: string }[]
  platforms: object[]
}

describe.each(registries)('images with %s', (which, isThere) => {
  let registry: TestServer | undefined
  let console_: InProcessConsole
  beforeAll(async () => {
    if (!isThere) return
    registry = which === 'docker-registry' ? await DockerRegistry.start() : undefined
    console_ = await InProcessConsole.start(registry ? { REGISTRY_URL: registry.url } : {})
  })
  afterAll(async () => {
    await console_?.stop()
    await registry?.stop()
  })

  let orgs = 0
  async function makeOrg(): Promise<string> {
    const orgName = `org${++orgs}`
    expect(await console_.call('image/createOrg', { orgName })).toMatchObject({ code: 0 })
    return orgName
  }

  function upload(orgName: string, bytes: Buffer, name = 'image.tar'): Promise<Answer> {
    return console_.upload(
      formOf([
        ['orgName', orgName],
        ['file', { bytes, name }],
      ]),
    )
  }

  const archive = (repoTags: string[], content = 'hello', layout?: 'old' | 'new' | 'oci') =>
    makeDockerArchive({ repoTags, files: { content }, layout })

  async function describeVersion(orgName: string, imageName: string, imageVersion: string): Promise<Version> {
    const answer = await console_.call('image/describeImageVersion', { orgName, imageName, imageVersion })
    expect(answer).toMatchObject({ code: 0 })
    return (answer.data as { imageVersion: Version }).imageVersion
  }

  const inRegistry = (orgName: string, image: string, reference: string) =>
    console_.app.registry.client.headManifest(`apulisedge/${orgName}/${image}`, reference)
  const untilGone = (orgName: string, image: string, reference: string) =>
    eventually(async () => expect(await inRegistry(orgName, image, reference)).toBeUndefined())
  const spooled = () => readdir(path.join(console_.dataDir, 'spool'))

  test.skipIf(!isThere)('what was uploaded is listed, described, and in the registry', async () => {
    const orgName = await makeOrg()
    const bytes = await archive(['x.io/team/hello:1.0', 'x.io/team/hello:latest', 'other:3'])
    expect(await upload(orgName, bytes, '镜像 1.tar')).toMatchObject({
      status: 200,
      code: 0,
      data: "'镜像 1.tar' uploaded!",
    })

    const images = await console_.call('image/listImage', { orgName, pageNum: 1, pageSize: 10 })
    expect(images.data).toMatchObject({
      total: 2,
      images: [
        { imageName: 'other', orgName, versionCount: 1 },
        { imageName: 'hello', orgName, versionCount: 2 },
      ],
    })
    const image = await console_.call('image/describeImage', { orgName, imageName: 'hello' })
    expect(image.data).toMatchObject({ image: { imageName: 'hello', clusterId: 0, groupId: 0, userId: 1 } })
    const list = { orgName, imageName: 'hello', pageNum: 1, pageSize: 1 }
    const versions = await console_.call('image/listImageVersion', list)
    expect(versions.data).toMatchObject({ total: 2, imageVersions: [{ imageVersion: 'latest' }] })

    const version = await describeVersion(orgName, 'hello', '1.0')
    const { host } = console_.app.registry
    expect(version.DownloadCommand).toBe(`docker pull ${host}/apulisedge/${orgName}/hello:1.0`)
    expect(version.imageSize).toBe(Math.round(version.sizeBytes / 1e4) / 100)
    expect(version.platforms).toEqual([{ os: 'linux', architecture: 'amd64' }])
    expect(await inRegistry(orgName, 'hello', '1.0')).toMatchObject({ digest: version.digest })
    expect(await spooled()).toEqual([])
  })

  test.skipIf(!isThere || !hasSkopeo).each(['old', 'new', 'oci'] as const)(
    'skopeo pulls the %s layout',
    async (layout) => {
      const orgName = await makeOrg()
      expect(await upload(orgName, await archive(['a/pull:1'], 'pulled', layout))).toMatchObject({ code: 0 })
      const version = await describeVersion(orgName, 'pull', '1')
      const source = `docker://${version.DownloadCommand.replace('docker pull ', '')}`
      const target = path.join(console_.dataDir, `pulled-${layout}`)
      await run('skopeo', ['copy', '-q', '--src-tls-verify=false', source, `dir:${target}`])
      const manifest = await readFile(path.join(target, 'manifest.json'))
      expect(`sha256:${sha256Hex(manifest)}`).toBe(version.digest)
      const config = await readFile(path.join(target, version.imageId.replace('sha256:', '')))
      expect(`sha256:${sha256Hex(config)}`).toBe(version.imageId)
    },
  )

  test.skipIf(!isThere)('a tag uploaded again is replaced, and its old manifest goes', async () => {
    const orgName = await makeOrg()
    await upload(orgName, await archive(['a:1'], 'old'))
    const before = await describeVersion(orgName, 'a', '1')
    expect(await upload(orgName, await archive(['a:1'], 'new'))).toMatchObject({ code: 0 })
    const after = await describeVersion(orgName, 'a', '1')
    expect(after.digest).not.toBe(before.digest)
    expect(after.createAt).toBe(before.createAt)
    expect(Date.parse(after.updateAt)).toBeGreaterThan(Date.parse(before.updateAt))
    await untilGone(orgName, 'a', before.digest)
    expect(await inRegistry(orgName, 'a', '1')).toMatchObject({ digest: after.digest })
  })

  test.skipIf(!isThere)('the same upload again changes nothing but the date', async () => {
    const orgName = await makeOrg()
    for (let i = 0; i < 2; i++) expect(await upload(orgName, await archive(['a:1']))).toMatchObject({ code: 0 })
    const images = await console_.call('image/listImage', { orgName, pageNum: 1, pageSize: 10 })
    expect(images.data).toMatchObject({ total: 1, images: [{ versionCount: 1 }] })
    expect(await inRegistry(orgName, 'a', '1')).toBeDefined()
  })

  test.skipIf(!isThere)('a deleted version leaves the registry, unless another tag is the same image', async () => {
    const orgName = await makeOrg()
    await upload(orgName, await archive(['a:1', 'a:2']))
    const { digest } = await describeVersion(orgName, 'a', '1')
    const remove = (imageVersion: string) =>
      console_.call('image/deleteImageVersion', { orgName, imageName: 'a', imageVersion })
    expect(await remove('1')).toMatchObject({ code: 0, data: 'OK' })
    await eventually(async () => expect(await console_.app.db.read.registryGarbage.count()).toBe(0))
    expect(await inRegistry(orgName, 'a', '2')).toMatchObject({ digest })
    expect(await remove('1')).toMatchObject({ code: 30000, msg: 'record not found' })
    expect(await remove('2')).toMatchObject({ code: 0 })
    await untilGone(orgName, 'a', digest)
  })

  test.skipIf(!isThere)('a deleted image goes with all its versions, and then the org', async () => {
    const orgName = await makeOrg()
    await upload(orgName, Buffer.from(await archive(['a:1', 'a:2'])))
    await upload(orgName, Buffer.from(await archive(['a:3'], 'other')))
    const digests = await Promise.all(['1', '3'].map(async (tag) => (await describeVersion(orgName, 'a', tag)).digest))
    expect(await console_.call('image/deleteOrg', { orgName })).toMatchObject({ msg: 'org images not empty' })
    const image = { orgName, imageName: 'a' }
    expect(await console_.call('image/deleteImage', image)).toMatchObject({ code: 0, data: 'OK' })
    for (const digest of digests) await untilGone(orgName, 'a', digest)
    expect(await console_.call('image/describeImage', image)).toMatchObject({ msg: 'record not found' })
    expect(await console_.call('image/deleteOrg', { orgName })).toMatchObject({ code: 0, data: 'OK' })
  })

  test.skipIf(!isThere)('an image uploaded again right after it was deleted is there', async () => {
    const orgName = await makeOrg()
    const bytes = await archive(['a:1'])
    for (let i = 0; i < 4; i++) {
      expect(await upload(orgName, bytes)).toMatchObject({ code: 0 })
      if (i < 3) await console_.call('image/deleteImage', { orgName, imageName: 'a' })
    }
    await eventually(async () => expect(await console_.app.db.read.registryGarbage.count()).toBe(0))
    expect(await inRegistry(orgName, 'a', '1')).toBeDefined()
  })

  test.skipIf(!isThere)('what an application version uses is kept', async () => {
    const orgName = await makeOrg()
    await upload(orgName, await archive(['a:1']))
    const created = await console_.call('application/createApplication', {
      appName: `app of ${orgName}`,
      archType: ['amd64'],
      version: 'v7',
      orgName,
      containerImage: 'a',
      containerImageVersion: '1',
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    expect(created).toMatchObject({ code: 0 })
    const one = { orgName, imageName: 'a', imageVersion: '1' }
    const sentence = { code: 30000, msg: `${orgName}/a:1 is used by version "v7" of application "app of ${orgName}"` }
    expect(await console_.call('image/deleteImageVersion', one)).toMatchObject(sentence)
    expect(await console_.call('image/deleteImage', one)).toMatchObject(sentence)
    expect(await inRegistry(orgName, 'a', '1')).toBeDefined()
  })

  test.skipIf(!isThere)('orgs: names, owners, other tenants', async () => {
    const orgName = await makeOrg()
    const again = await console_.call('image/createOrg', { orgName })
    expect(again).toMatchObject({ code: 30000, msg: containing(orgName) })
    for (const bad of ['Upper', 'a/b', '', '中文', 'a..b', '-a']) {
      expect(await console_.call('image/createOrg', { orgName: bad })).toMatchObject({ status: 400, code: 20001 })
    }
    const stranger = { uid: 7 }
    expect(await console_.call('image/createOrg', { orgName }, stranger)).toMatchObject({ code: 30000 })
    expect(await console_.call('image/deleteOrg', { orgName }, stranger)).toMatchObject({ msg: 'record not found' })
    const list = { pageNum: 1, pageSize: 10, search: orgName }
    expect((await console_.call('image/listOrg', list, stranger)).data).toEqual({ total: 0, imageOrgs: [] })
    expect((await console_.call('image/listOrg', list)).data).toMatchObject({
      imageOrgs: [{ orgName, ownerUserId: 1 }],
    })
    await upload(orgName, await archive(['a:1']))
    const image = { orgName, imageName: 'a' }
    expect(await console_.call('image/describeImage', image, stranger)).toMatchObject({ msg: 'record not found' })
    expect(await console_.call('image/deleteImage', image, stranger)).toMatchObject({ msg: 'record not found' })
    const form = formOf([
      ['file', { bytes: await archive(['a:1'], 'evil'), name: 'x.tar' }],
      ['orgName', orgName],
    ])
    expect(await console_.upload(form, stranger)).toMatchObject({ code: 30000, msg: 'I don`t have this org' })
  })

  test.skipIf(!isThere)('orgs of one name in two clusters do not overwrite each other', async () => {
    const orgName = await makeOrg()
    await upload(orgName, await archive(['a:1']))
    const other = { uid: 1, clusterId: 5 }
    expect(await console_.call('image/createOrg', { orgName }, other)).toMatchObject({ code: 0 })
    const form = (tag: string, bytes: Buffer) =>
      formOf([
        ['orgName', orgName],
        ['file', { bytes, name: `${tag}.tar` }],
      ])
    expect(await console_.upload(form('x', await archive(['a:1'], 'evil')), other)).toMatchObject({
      code: 30000,
      msg: `${orgName}/a:1 belongs to another cluster`,
    })
    expect(await console_.upload(form('y', await archive(['a:2'])), other)).toMatchObject({ code: 0 })
    // Both clusters' tags are one image now: deleting one must leave the other.
    await console_.call('image/deleteImage', { orgName, imageName: 'a' })
    await eventually(async () => expect(await console_.app.db.read.registryGarbage.count()).toBe(0))
    expect(await inRegistry(orgName, 'a', '2')).toBeDefined()
  })

  test.skipIf(!isThere).each<[string, number, number, string, () => Promise<Buffer> | Buffer]>([
    ['no archive', 400, 30001, 'neither', () => Buffer.from('just a text')],
    ['an empty file', 400, 30001, 'neither', () => Buffer.alloc(0)],
    ['a cut-off archive', 400, 30003, 'cut off', async () => (await archive(['a:1'])).subarray(0, 3000)],
    ['an archive without a tag', 400, 30003, 'no tag', () => archive([])],
  ])('%s is refused, and nothing is left', async (_, status, code, sentence, bytes) => {
    const orgName = await makeOrg()
    const answer = await upload(orgName, await bytes())
    expect(answer).toMatchObject({ status, code, msg: containing(sentence) })
    expect((await console_.call('image/listImage', { orgName, pageNum: 1, pageSize: 10 })).data).toMatchObject({
      total: 0,
    })
    expect(await spooled()).toEqual([])
  })
})

test.skipIf(!hasProgram('docker-registry'))(
  'a registry out of reach: nothing is recorded, and deletions wait',
  async () => {
    const registry = await DockerRegistry.start()
    const console_ = await InProcessConsole.start({ REGISTRY_URL: registry.url })
    try {
      await console_.call('image/createOrg', { orgName: 'mine' })
      const upload = async (tag: string) => {
        const bytes = await makeDockerArchive({ repoTags: [tag], files: { tag } })
        return console_.upload(
          formOf([
            ['orgName', 'mine'],
            ['file', { bytes, name: 'x.tar' }],
          ]),
        )
      }
      expect(await upload('a:1')).toMatchObject({ code: 0 })
      await registry.stop()
      expect(await upload('a:2')).toMatchObject({ status: 502, code: 40000 })
      const one = { orgName: 'mine', imageName: 'a' }
      expect((await console_.call('image/describeImage', one)).data).toMatchObject({ image: { versionCount: 1 } })
      expect(await console_.call('image/deleteImage', one)).toMatchObject({ code: 0 })
      expect(await console_.app.db.read.registryGarbage.count()).toBe(1)
    } finally {
      await console_.stop()
    }
  },
)

test.skipIf(!hasProgram('docker-registry'))(
  'a registry that deletes nothing: the records go, and what it keeps is told until it is wanted again',
  async () => {
    const registry = await DockerRegistry.start({ deleteDisabled: true })
    const console_ = await InProcessConsole.start({ REGISTRY_URL: registry.url })
    try {
      const orgName = 'kept'
      const upload = async () => {
        const bytes = await makeDockerArchive({ repoTags: ['a:1'], files: { content: 'x' }, layout: 'new' })
        const file = { bytes, name: 'a.tar' }
        expect(
          await console_.upload(
            formOf([
              ['orgName', orgName],
              ['file', file],
            ]),
          ),
        ).toMatchObject({ code: 0 })
      }
      const problems = async () => {
        const { data } = await console_.call('overview/listProblem', { pageNum: 1, pageSize: 10 })
        return (data as { problems: { kind: string }[] }).problems.filter(({ kind }) => kind === 'imagesKept')
      }
      const health = async () => {
        const { parts } = (await (await fetch(`${console_.url}/api/health`)).json()) as {
          parts: { registry: { ok: boolean; keeps?: string[] } }
        }
        return parts.registry
      }
      await console_.call('image/createOrg', { orgName })
      await upload()
      expect(await problems()).toEqual([])
      await console_.call('image/deleteImage', { orgName, imageName: 'a' })
      await eventually(async () => expect(await problems()).not.toEqual([]))
      expect(await problems()).toMatchObject([{ reason: 'unsupported', images: 1 }])
      expect(await health()).toMatchObject({ ok: true, keeps: [containing('storage.delete.enabled')] })
      expect((await console_.call('image/listImage', { orgName, pageNum: 1, pageSize: 9 })).data).toMatchObject({
        total: 0,
      })
      expect(await console_.app.registry.client.headManifest(`apulisedge/${orgName}/a`, '1')).toBeDefined()

      await upload()
      expect([await problems(), (await health()).keeps]).toEqual([[], undefined])
    } finally {
      await console_.stop()
      await registry.stop()
    }
  },
)

test('a console behind a proxy, on a port that the system chose, pushes to itself', async () => {
  const console_ = await InProcessConsole.start({ PORT: '0', PUBLIC_URL: 'https://console.example' })
  try {
    await console_.call('image/createOrg', { orgName: 'behind' })
    const bytes = await makeDockerArchive({ repoTags: ['web:1'], files: { a: 'b' } })
    const form = formOf([
      ['orgName', 'behind'],
      ['file', { bytes, name: 'web.tar' }],
    ])
    expect(await console_.upload(form)).toMatchObject({ status: 200, code: 0 })
  } finally {
    await console_.stop()
  }
})
