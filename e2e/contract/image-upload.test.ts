import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeDockerArchive, makeTar, sha256Hex } from '@/lib/registry/testing/make-archive'
import { bothShapesOf, readAnswer } from '../harness/answer'
import { file, imageArchive, imageFiles, imageMembers } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { API } from '../harness/portal'
import { pullWithSkopeo } from '../harness/skopeo'
import { refusedUpload, uploaded } from '../harness/upload'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const orgName = 'upload'

beforeAll(() => portal().ok('image/createOrg', { orgName }))

async function describeVersion(imageName: string, imageVersion: string) {
  const { imageVersion: described } = await portal().ok('image/describeImageVersion', {
    orgName,
    imageName,
    imageVersion,
  })
  return { ...described, reference: described.DownloadCommand.replace('docker pull ', '') }
}

describe('a good archive', () => {
  test.each(['old', 'new', 'oci'] as const)(
    'of the %s layout is pulled back with the digests that are shown',
    async (layout) => {
      const archive = await makeDockerArchive({
        repoTags: [`example.org/x/${layout}:1.0`],
        files: { 'etc/a': layout },
        layout,
      })
      expect(await uploaded(portal(), { orgName, archive })).toBe("'image.tar' uploaded!")
      const shown = await describeVersion(layout, '1.0')
      const pulled = await pullWithSkopeo(shown.reference)
      expect(pulled.digest).toBe(shown.digest)
      expect(pulled.configDigest).toBe(shown.imageId)
      expect(pulled.layers).toEqual(shown.layers.map(({ digest, size }) => ({ digest, size })))
      expect(pulled.layerDigests).toEqual(pulled.layers.map(({ digest }) => digest))
    },
  )

  test('keeps the digest of an OCI manifest as it was', async () => {
    const archive = await makeDockerArchive({ repoTags: ['kept:1'], files: { a: 'kept' }, layout: 'oci' })
    await uploaded(portal(), { orgName, archive })
    const { digest } = await describeVersion('kept', '1')
    expect(archive.includes(digest.replace('sha256:', ''))).toBe(true)
  })

  test.each([
    'image.tar',
    'image.tgz',
    'image.tar.gz',
    'IMAGE.TAR',
    'image',
    'photo.jpg',
    '镜像.tar',
    'a b (1).tar',
    "it's.tar",
  ])('is judged by its content, whatever it is called: %s', async (fileName) => {
    const archive = await imageArchive({ tags: ['judged:1'], salt: 'judged' })
    for (const bytes of [archive, gzipSync(archive)]) {
      expect(await uploaded(portal(), { orgName, archive: bytes, fileName })).toBe(`'${fileName}' uploaded!`)
    }
  })

  test('may come before the org in the form', async () => {
    const archive = await imageArchive({ tags: ['file-first:1'] })
    await uploaded(portal(), { orgName, archive, fileFirst: true })
    expect((await describeVersion('file-first', '1')).imageVersion).toBe('1')
  })

  test('without a tag in its reference is `latest`', async () => {
    await uploaded(portal(), { orgName, archive: await imageArchive({ tags: ['untagged-reference'] }) })
    expect((await describeVersion('untagged-reference', 'latest')).imageVersion).toBe('latest')
  })

  test('is called as the last part of its reference', async () => {
    await uploaded(portal(), {
      orgName,
      archive: await imageArchive({ tags: ['localhost:5000/some/where/deep-name:2'] }),
    })
    expect((await describeVersion('deep-name', '2')).imageName).toBe('deep-name')
  })

  test('uploaded twice is there once; with other content the tag moves', async () => {
    const first = await imageArchive({ tags: ['moving:1'], salt: 'one' })
    await uploaded(portal(), { orgName, archive: first })
    await uploaded(portal(), { orgName, archive: first })
    const before = await describeVersion('moving', '1')
    await uploaded(portal(), { orgName, archive: await imageArchive({ tags: ['moving:1'], salt: 'two' }) })
    const after = await describeVersion('moving', '1')
    expect(after.id).toBe(before.id)
    expect(after.digest).not.toBe(before.digest)
    expect((await pullWithSkopeo(after.reference)).digest).toBe(after.digest)
    const { total } = await portal().ok('image/listImageVersion', {
      orgName,
      imageName: 'moving',
      pageNum: 1,
      pageSize: 10,
    })
    expect(total).toBe(1)
  })

  test('may hold a layer that is repeated as a symlink', async () => {
    const { layer, layerName } = await imageFiles({ tags: [], salt: 'repeated' })
    const link = `${sha256Hex('second')}/layer.tar`
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: {},
        rootfs: { type: 'layers', diff_ids: Array(2).fill(`sha256:${sha256Hex(layer)}`) },
      }),
    )
    const archive = await makeTar([
      file(layerName, layer),
      { header: { name: link, type: 'symlink', linkname: `../${layerName}` } },
      file(`${sha256Hex(config)}.json`, config),
      file('manifest.json', [
        { Config: `${sha256Hex(config)}.json`, RepoTags: ['linked:1'], Layers: [layerName, link] },
      ]),
    ])
    await uploaded(portal(), { orgName, archive })
    const { reference, layers } = await describeVersion('linked', '1')
    expect(layers).toHaveLength(2)
    const pulled = await pullWithSkopeo(reference)
    expect(pulled.layers.map(({ digest }) => digest)).toEqual(layers.map(({ digest }) => digest))
  })

  test('may be uploaded by many at once', async () => {
    const archives = await Promise.all(
      [1, 2, 3, 4].map((n) => imageArchive({ tags: [`parallel:${n}`], salt: `p${n}` })),
    )
    await Promise.all([...archives, ...archives].map((archive) => uploaded(portal(), { orgName, archive })))
    const { images } = await portal().ok('image/listImage', { pageNum: 1, pageSize: 10, orgName, search: 'parallel' })
    expect(images).toMatchObject([{ imageName: 'parallel', versionCount: 4 }])
    for (const n of [1, 2, 3, 4]) {
      const { reference, digest } = await describeVersion('parallel', String(n))
      expect((await pullWithSkopeo(reference)).digest).toBe(digest)
    }
  })
})

describe('the org', () => {
  const notMine = { status: 400, code: 30000, msg: 'I don`t have this org' }

  test.each([false, true])('must be there (file first: %s)', async (fileFirst) => {
    const archive = await imageArchive({ tags: ['a:1'] })
    expect(await refusedUpload(portal(), { orgName: 'no-such-org', archive, fileFirst })).toEqual(notMine)
  })

  test('must be the caller’s', async () => {
    const archive = await imageArchive({ tags: ['a:1'] })
    expect(await refusedUpload(portal(2), { orgName, archive })).toEqual(notMine)
    expect(await refusedUpload(theConsole().portal({ uid: 1, groupId: 1 }), { orgName, archive })).toEqual(notMine)
  })

  test.each(['', 'Upper', 'a/b', '../up', 'ü'])(
    'must have a name that an image reference can have, unlike %j',
    async (name) => {
      const refusal = await refusedUpload(portal(), { orgName: name, archive: await imageArchive({ tags: ['a:1'] }) })
      expect(refusal).toMatchObject({ status: 400, code: 20001 })
      expect(refusal.msg).toContain('orgName: ')
    },
  )

  test('is required', async () => {
    const refusal = await refusedUpload(portal(), { archive: await imageArchive({ tags: ['a:1'] }) })
    expect(refusal).toMatchObject({ status: 400, code: 20001 })
    expect(refusal.msg).toContain('orgName: ')
  })
})

describe('the form', () => {
  async function post(body: BodyInit, headers: Record<string, string> = {}) {
    const authorization = `Bearer ${await portal().token()}`
    const init = { method: 'POST', body, headers: { authorization, ...headers } }
    const answer = await readAnswer(await fetch(`${theConsole().url}${API}image/uploadImage`, init))
    return { status: answer.status, ...bothShapesOf(answer).content }
  }

  test.each([
    ['JSON', '{"orgName":"upload"}', { 'content-type': 'application/json' }],
    ['a plain file', 'x', { 'content-type': 'application/x-tar' }],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }],
    ['a body that has none of the boundary', 'x', { 'content-type': 'multipart/form-data; boundary=abc' }],
    [
      'a form that never ends',
      '--abc\r\ncontent-disposition: form-data; name="orgName"\r\n\r\nup',
      { 'content-type': 'multipart/form-data; boundary=abc' },
    ],
    ['an empty form', '--abc--\r\n', { 'content-type': 'multipart/form-data; boundary=abc' }],
    ['nothing', '', { 'content-type': 'multipart/form-data; boundary=abc' }],
  ])('must be one: %s is refused with 20001', async (_, body, headers) => {
    expect(await post(body, headers)).toMatchObject({ status: 400, code: 20001 })
  })

  test('must have a file', async () => {
    const { status, code, msg } = await refusedUpload(portal(), { orgName })
    expect({ status, code }).toEqual({ status: 400, code: 20001 })
    expect(msg).toContain('file: ')
  })

  test('must have its file in the field `file`, and one only', async () => {
    const archive = new Blob([new Uint8Array(await imageArchive({ tags: ['a:1'] }))])
    const elsewhere = new FormData()
    elsewhere.append('orgName', orgName)
    elsewhere.append('image', archive, 'a.tar')
    expect(await post(elsewhere)).toMatchObject({ status: 400, code: 20001 })
    const twice = new FormData()
    twice.append('orgName', orgName)
    twice.append('file', archive, 'a.tar')
    twice.append('file', archive, 'b.tar')
    expect(await post(twice)).toMatchObject({ status: 400, code: 20001 })
  })

  test('may have fields that nobody knows', async () => {
    const form = new FormData()
    form.append('comment', 'x'.repeat(1000))
    form.append('orgName', orgName)
    form.append('file', new Blob([new Uint8Array(await imageArchive({ tags: ['with-comment:1'] }))]), 'a.tar')
    const authorization = `Bearer ${await portal().token()}`
    const response = await fetch(`${theConsole().url}${API}image/uploadImage`, {
      method: 'POST',
      body: form,
      headers: { authorization },
    })
    expect(response.status, await response.text()).toBe(200)
  })
})

test('an image cannot take the place of another tenant’s of the same org name elsewhere', async () => {
  const elsewhere = theConsole().portal({ uid: 1, clusterId: 9 })
  await elsewhere.ok('image/createOrg', { orgName })
  const mine = await imageArchive({ tags: ['contested:1'], salt: 'mine' })
  await uploaded(portal(), { orgName, archive: mine })
  const before = await describeVersion('contested', '1')
  const theirs = await imageArchive({ tags: ['contested:1'], salt: 'theirs' })
  expect(await refusedUpload(elsewhere, { orgName, archive: theirs })).toMatchObject({ data: { reason: 'tagTaken' } })
  expect((await pullWithSkopeo(before.reference)).digest).toBe(before.digest)
})

test('an archive with one member more than it needs is no worse for it', async () => {
  const members = await imageMembers({ tags: ['extra:1'] })
  await uploaded(portal(), {
    orgName,
    archive: await makeTar([...members, file('README.md', 'hello'), file('repositories', '{}')]),
  })
  expect((await describeVersion('extra', '1')).imageVersion).toBe('1')
})
