import { describe, expect, test } from 'vitest'
import { waitFor } from '@/lib/testing/wait'
import { archiveOfSeveral, imageArchive, imageFiles } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { pullWithSkopeo, tagsWithSkopeo } from '../harness/skopeo'
import { uploaded } from '../harness/upload'
import { sha256Hex } from '@/lib/registry/testing/make-archive'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const page = { pageNum: 1, pageSize: 10 }
const notFound = { status: 400, code: 30000, msg: 'record not found' }

/** An org that holds an image of these versions. */
async function image(orgName: string, imageName: string, ...tags: string[]) {
  await portal().call('image/createOrg', { orgName })
  for (const tag of tags) {
    const archive = await imageArchive({ tags: [`${imageName}:${tag}`], salt: `${imageName} ${tag}` })
    await uploaded(portal(), { orgName, archive })
  }
}

async function referenceOf(orgName: string, imageName: string, imageVersion: string): Promise<string> {
  const { imageVersion: version } = await portal().ok('image/describeImageVersion', {
    orgName,
    imageName,
    imageVersion,
  })
  return version.DownloadCommand.replace(/^docker pull /, '')
}

describe('orgs', () => {
  test('are made, listed and deleted', async () => {
    const { org } = await portal().ok('image/createOrg', { orgName: 'acme' })
    expect(org).toMatchObject({ orgName: 'acme', clusterId: 0, ownerGroupId: 0, ownerUserId: 1 })
    expect(await portal().ok('image/listOrg', { ...page, search: 'acme' })).toEqual({ total: 1, imageOrgs: [org] })
    expect(await portal().ok('image/deleteOrg', { orgName: 'acme' })).toBe('OK')
    expect((await portal().ok('image/listOrg', { ...page, search: 'acme' })).total).toBe(0)
    expect(await portal().refusal('image/deleteOrg', { orgName: 'acme' })).toEqual(notFound)
  })

  test.each(['a', 'a1', 'my-org', 'my--org', 'a.b', 'a_b', 'a__b', '0', 'x'.repeat(200)])(
    'take the name %.20s',
    async (orgName) => {
      expect((await portal().ok('image/createOrg', { orgName })).org.orgName).toBe(orgName)
    },
  )

  test.each([
    'Acme',
    'a b',
    'a/b',
    '-a',
    'a-',
    '.a',
    'a..b',
    'a___b',
    '../a',
    'a:1',
    'a@b',
    "a'b",
    'a"b',
    '组织',
    '😀',
    'a\\b',
    '%2e%2e',
  ])('do not take the name %j, which no image reference could have', async (orgName) => {
    const { status, code, msg } = await portal().refusal('image/createOrg', { orgName })
    expect({ status, code }).toEqual({ status: 400, code: 20001 })
    expect(msg).toContain('content.orgName: ')
  })

  test('have names that are unique in the cluster, whoever owns them', async () => {
    await portal().ok('image/createOrg', { orgName: 'unique' })
    for (const uid of [1, 2]) {
      const { status, code, msg } = await portal(uid).refusal('image/createOrg', { orgName: 'unique' })
      expect({ status, code }).toEqual({ status: 400, code: 30000 })
      expect(msg).toContain('unique')
    }
    const elsewhere = theConsole().portal({ uid: 1, clusterId: 1 })
    expect((await elsewhere.ok('image/createOrg', { orgName: 'unique' })).org.clusterId).toBe(1)
  })

  test('are not another tenant’s to see or to delete', async () => {
    await portal().ok('image/createOrg', { orgName: 'mine' })
    expect((await portal(2).ok('image/listOrg', { ...page, search: 'mine' })).total).toBe(0)
    expect(await portal(2).refusal('image/deleteOrg', { orgName: 'mine' })).toEqual(notFound)
  })

  test('are not deleted while they hold images', async () => {
    await image('holding', 'held', '1')
    expect(await portal().refusal('image/deleteOrg', { orgName: 'holding' })).toEqual({
      status: 400,
      code: 30000,
      msg: 'org images not empty',
    })
    await portal().ok('image/deleteImage', { orgName: 'holding', imageName: 'held' })
    expect(await portal().ok('image/deleteOrg', { orgName: 'holding' })).toBe('OK')
  })
})

describe('an image', () => {
  test('is described with its true count of versions', async () => {
    await image('counted', 'several', '1', '2', '3')
    const { image: described } = await portal().ok('image/describeImage', { orgName: 'counted', imageName: 'several' })
    expect(described).toMatchObject({ imageName: 'several', orgName: 'counted', userId: 1, versionCount: 3 })
    const { images, total } = await portal().ok('image/listImage', { ...page, orgName: 'counted' })
    expect({ images, total }).toEqual({ images: [described], total: 1 })
  })

  test('has versions that say what they are', async () => {
    await image('described', 'app', '1.0')
    const { imageVersion } = await portal().ok('image/describeImageVersion', {
      orgName: 'described',
      imageName: 'app',
      imageVersion: '1.0',
    })
    const { config } = await imageFiles({ tags: [], salt: 'app 1.0' })
    expect(imageVersion).toMatchObject({
      orgName: 'described',
      imageName: 'app',
      imageVersion: '1.0',
      imageId: `sha256:${sha256Hex(config)}`,
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      layers: [{ createdBy: 'COPY salt /etc/salt' }],
    })
    expect(imageVersion.DownloadCommand).toMatch(/^docker pull 127\.0\.0\.1:\d+\/apulisedge\/described\/app:1\.0$/)
    expect(imageVersion.sizeBytes).toBeGreaterThan(0)
    expect(imageVersion.imageSize).toBe(Math.round(imageVersion.sizeBytes / 1e4) / 100)
    const { imageVersions } = await portal().ok('image/listImageVersion', {
      ...page,
      orgName: 'described',
      imageName: 'app',
    })
    expect(imageVersions).toEqual([imageVersion])
  })

  test.each([
    ['image/describeImage', {}],
    ['image/deleteImage', {}],
    ['image/listImageVersion', page],
    ['image/describeImageVersion', { imageVersion: '1' }],
    ['image/deleteImageVersion', { imageVersion: '1' }],
  ])('%s of what is not there, or another tenant’s: record not found', async (path, more) => {
    await image('secret', 'thing', '1')
    for (const names of [
      { orgName: 'secret', imageName: 'none' },
      { orgName: 'none', imageName: 'thing' },
      { orgName: '../x', imageName: 'A B' },
    ]) {
      expect(await portal().refusal(path, { ...names, ...more })).toEqual(notFound)
    }
    expect(await portal(2).refusal(path, { orgName: 'secret', imageName: 'thing', ...more })).toEqual(notFound)
  })

  test('has no version of another tag', async () => {
    await image('tags', 'one', '1')
    const names = { orgName: 'tags', imageName: 'one', imageVersion: '2' }
    expect(await portal().refusal('image/describeImageVersion', names)).toEqual(notFound)
    expect(await portal().refusal('image/deleteImageVersion', names)).toEqual(notFound)
  })
})

describe('deleting', () => {
  test('a version takes it out of the registry and leaves the others', async () => {
    await image('trimmed', 'app', '1', '2')
    const reference = await referenceOf('trimmed', 'app', '1')
    expect((await pullWithSkopeo(reference)).layers).toHaveLength(1)
    const names = { orgName: 'trimmed', imageName: 'app' }
    expect(await portal().ok('image/deleteImageVersion', { ...names, imageVersion: '1' })).toBe('OK')
    expect((await portal().ok('image/describeImage', names)).image.versionCount).toBe(1)
    const repository = reference.replace(/:1$/, '')
    await waitFor(async () => (await tagsWithSkopeo(repository)).join() === '2', {
      what: 'only tag 2 is left',
      everyMs: 200,
    })
    await expect(pullWithSkopeo(reference)).rejects.toThrow(/manifest unknown|not found/i)
    expect((await pullWithSkopeo(`${repository}:2`)).layers).toHaveLength(1)
  })

  test('a version does not take away another one with the same content', async () => {
    await portal().ok('image/createOrg', { orgName: 'twins' })
    await uploaded(portal(), { orgName: 'twins', archive: await imageArchive({ tags: ['app:a', 'app:b'] }) })
    const names = { orgName: 'twins', imageName: 'app' }
    const other = await referenceOf('twins', 'app', 'b')
    await portal().ok('image/deleteImageVersion', { ...names, imageVersion: 'a' })
    // A deletion that comes after it has been worked off, so this one has too.
    await image('twins', 'after', '1')
    const after = await referenceOf('twins', 'after', '1')
    await portal().ok('image/deleteImage', { orgName: 'twins', imageName: 'after' })
    await waitFor(
      () =>
        pullWithSkopeo(after).then(
          () => false,
          () => true,
        ),
      { what: 'the later deletion is done', everyMs: 200 },
    )
    expect((await pullWithSkopeo(other)).layers).toHaveLength(1)
  })

  test('an image takes all its versions', async () => {
    await image('emptied', 'app', '1', '2', '3')
    const repository = (await referenceOf('emptied', 'app', '1')).replace(/:1$/, '')
    const names = { orgName: 'emptied', imageName: 'app' }
    expect(await portal().ok('image/deleteImage', names)).toBe('OK')
    expect(await portal().refusal('image/describeImage', names)).toEqual(notFound)
    expect((await portal().ok('image/listImage', { ...page, orgName: 'emptied' })).total).toBe(0)
    const isGone = async () => (await tagsWithSkopeo(repository).catch(() => [])).length === 0
    await waitFor(isGone, { what: 'the registry has none of them', everyMs: 200 })
  })

  test('and uploading again brings it back', async () => {
    await image('phoenix', 'app', '1')
    await portal().ok('image/deleteImage', { orgName: 'phoenix', imageName: 'app' })
    await image('phoenix', 'app', '1')
    const reference = await referenceOf('phoenix', 'app', '1')
    for (let round = 0; round < 10; round++) expect((await pullWithSkopeo(reference)).layers).toHaveLength(1)
  })

  test('is refused for what an application version uses', async () => {
    await image('used', 'app', '1', '2')
    const names = { orgName: 'used', imageName: 'app' }
    await portal().ok('application/createApplication', {
      appName: 'user of it',
      version: 'v1',
      archType: ['amd64'],
      orgName: 'used',
      containerImage: 'app',
      containerImageVersion: '1',
      restartPolicy: 'Always',
      network: { type: 'Host' },
    })
    for (const [path, content] of [
      ['image/deleteImageVersion', { ...names, imageVersion: '1' }],
      ['image/deleteImage', names],
    ] as const) {
      const { status, code, msg } = await portal().refusal(path, content)
      expect({ status, code }).toEqual({ status: 400, code: 30000 })
      expect(msg).toContain('user of it')
    }
    expect(await portal().ok('image/deleteImageVersion', { ...names, imageVersion: '2' })).toBe('OK')
    await portal().ok('application/deleteApplicationVersion', { appName: 'user of it', version: 'v1' })
    expect(await portal().ok('image/deleteImage', names)).toBe('OK')
  })
})

test('one archive may hold several images and tags: every one is taken', async () => {
  await portal().ok('image/createOrg', { orgName: 'bundle' })
  const archive = await archiveOfSeveral([
    { tags: ['registry.example/deep/path/web:1', 'web:latest'], salt: 'web' },
    { tags: ['worker:1'], salt: 'worker', arch: 'arm64' },
  ])
  await uploaded(portal(), { orgName: 'bundle', archive })
  const { images, total } = await portal().ok('image/listImage', { ...page, orgName: 'bundle', sortBy: 'imageName' })
  expect(total).toBe(2)
  expect(images).toMatchObject([
    { imageName: 'web', versionCount: 2 },
    { imageName: 'worker', versionCount: 1 },
  ])
  const worker = { orgName: 'bundle', imageName: 'worker', imageVersion: '1' }
  expect((await portal().ok('image/describeImageVersion', worker)).imageVersion.platforms).toEqual([
    { os: 'linux', architecture: 'arm64' },
  ])
})
