import { describe, expect, test } from 'vitest'
import { imageArchive } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { uploaded } from '../harness/upload'
import { hasVirtualNodes } from '../harness/variant'
import { page, World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const notFound = { status: 400, code: 30000, msg: 'record not found' }

async function withTags(orgName: string, ...tags: string[]) {
  await portal().ok('image/createOrg', { orgName })
  for (const tag of tags) {
    await uploaded(portal(), { orgName, archive: await imageArchive({ tags: [`app:${tag}`], salt: tag }) })
  }
  return { orgName, containerImage: 'app' }
}

describe('image/listImageUse', () => {
  test('names the application versions of an org, an image and a version, with their deployments', async () => {
    const image = await withTags('used', '1', '2')
    const world = await World.make(portal(), 'used-world')
    const virtual = hasVirtualNodes('how many deployments an image has')
    await world.published('used-a', 'v1', { ...image, containerImageVersion: '1' })
    await world.create('used-a', 'v2', { ...image, containerImageVersion: '2' })
    await world.create('used-b', 'v1', { ...image, containerImageVersion: '1' })
    if (virtual) {
      await world.node('used-node')
      await world.deploy('used-a', 'v1', 'used-node')
    }
    const deploymentCount = virtual ? 1 : 0

    const uses = async (more: object) => {
      const { total, imageUses } = await portal().ok('image/listImageUse', { ...page, orgName: 'used', ...more })
      expect(imageUses).toHaveLength(total)
      return imageUses
    }
    expect(await uses({ imageName: 'app', imageVersion: '1' })).toMatchObject([
      { appName: 'used-b', version: 'v1', status: 'Unpublished', imageVersion: '1', deploymentCount: 0 },
      { appName: 'used-a', version: 'v1', status: 'Published', imageVersion: '1', deploymentCount },
    ])
    expect(await uses({ imageName: 'app' })).toHaveLength(3)
    expect(await uses({})).toHaveLength(3)
    expect(await uses({ search: 'USED-B' })).toHaveLength(1)
    expect((await uses({ imageName: 'app', sortBy: 'appName' })).map(({ appName }) => appName)).toEqual([
      'used-a',
      'used-a',
      'used-b',
    ])
  })

  test('is empty for what nobody uses', async () => {
    await withTags('idle', '1')
    const all = { orgName: 'idle', imageName: 'app', imageVersion: '1' }
    expect(await portal().ok('image/listImageUse', { ...page, ...all })).toEqual({ total: 0, imageUses: [] })
  })

  test('knows no records that are not there, or another tenant’s', async () => {
    await withTags('whose', '1')
    const of = (more: object, uid = 1) =>
      portal(uid).refusal('image/listImageUse', { ...page, orgName: 'whose', ...more })
    expect(await of({ orgName: 'nobody' })).toEqual(notFound)
    expect(await of({ imageName: 'nothing' })).toEqual(notFound)
    expect(await of({ imageName: 'app', imageVersion: '2' })).toEqual(notFound)
    for (const more of [{}, { imageName: 'app' }, { imageName: 'app', imageVersion: '1' }]) {
      expect(await of(more, 2)).toEqual(notFound)
    }
  })

  test('wants an image with a version', async () => {
    const { code, msg } = await portal().refusal('image/listImageUse', { ...page, orgName: 'x', imageVersion: '1' })
    expect(code).toBe(20001)
    expect(msg).toContain('content.imageName: ')
  })
})

describe('lists of orgs, images and versions', () => {
  test('say how much there is, what came last and how often it is used', async () => {
    const image = await withTags('facts', '1.9', '1.10')
    const world = await World.make(portal(), 'facts-world')
    const before = await portal().ok('image/listImageVersion', { ...page, orgName: 'facts', imageName: 'app' })
    expect(before.imageVersions.map(({ useCount }) => useCount)).toEqual([0, 0])
    await world.create('facts-app', 'v1', { ...image, containerImageVersion: '1.9' })

    const { images } = await portal().ok('image/listImage', { ...page, orgName: 'facts' })
    const newest = before.imageVersions[0]
    expect(images).toMatchObject([
      { versionCount: 2, latestVersion: '1.10', sizeBytes: newest?.sizeBytes, useCount: 1 },
    ])
    const { imageOrgs } = await portal().ok('image/listOrg', { ...page, search: 'facts' })
    const sizeBytes = before.imageVersions.reduce((sum, version) => sum + version.sizeBytes, 0)
    expect(imageOrgs.find(({ orgName }) => orgName === 'facts')).toMatchObject({ imageCount: 1, sizeBytes })

    const versions = async (more: object) => {
      const content = { ...page, orgName: 'facts', imageName: 'app', ...more }
      return (await portal().ok('image/listImageVersion', content)).imageVersions.map((one) => one.imageVersion)
    }
    expect(await versions({ sortBy: 'imageVersion' })).toEqual(['1.9', '1.10'])
    expect(await versions({ use: 'used' })).toEqual(['1.9'])
    expect(await versions({ use: 'unused' })).toEqual(['1.10'])
    expect(await versions({ arch: 'amd64' })).toEqual(['1.10', '1.9'])
    expect(await versions({ arch: 'arm64' })).toEqual([])
  })
})
