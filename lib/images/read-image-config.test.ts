import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { formOf, InProcessConsole } from './testing/console'

let console_: InProcessConsole
const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const image = { orgName: 'acme', imageName: 'app', imageVersion: '1' }

beforeAll(async () => {
  console_ = await InProcessConsole.start()
  await console_.call('image/createOrg', { orgName: 'acme' })
})
afterAll(() => console_?.stop())

async function upload(uploadId: string) {
  const bytes = await makeDockerArchive({ repoTags: ['app:1', 'app:2'], files: { a: 'b' } })
  const form = formOf([
    ['orgName', 'acme'],
    ['file', { bytes, name: 'app.tar' }],
  ])
  return console_.post('image/uploadImage', form, { uid: 1 }, { 'x-upload-id': uploadId })
}

describe('an upload with an id', () => {
  test('can be asked what came of it, by its own tenant', async () => {
    const uploadId = randomUUID()
    expect(await upload(uploadId)).toMatchObject({ code: 0, data: "'app.tar' uploaded!" })
    expect((await console_.call('image/describeUpload', { uploadId })).data).toMatchObject({
      upload: {
        phase: 'done',
        images: [
          { imageName: 'app', imageVersion: '1' },
          { imageName: 'app', imageVersion: '2' },
        ],
        blobCount: 4,
        blobsDone: 4,
        // The second tag is the same image.
        blobsPresent: 2,
      },
    })
    expect(await console_.call('image/describeUpload', { uploadId }, { uid: 2 })).toMatchObject({ code: 30000 })
    expect(await upload(uploadId)).toMatchObject({ code: 20001 })
  })

  test('must have a UUID', async () => {
    expect(await upload('mine')).toMatchObject({ status: 400, code: 20001 })
    expect(console_.app.uploads.find(tenant, 'mine')).toBeUndefined()
  })
})

describe('image/describeImageConfig', () => {
  const describeConfig = (more: object = {}) => console_.call('image/describeImageConfig', { ...image, ...more })

  test('tells what the image runs and how it was built', async () => {
    expect((await describeConfig()).data).toMatchObject({
      imageConfig: {
        platform: 'linux/amd64',
        platforms: ['linux/amd64'],
        cmd: ['/bin/sh'],
        entrypoint: [],
        created: '2026-01-01T00:00:00Z',
        steps: [{ createdBy: 'make-archive', layer: { size: expect.any(Number) as number } }],
      },
    })
    expect(await describeConfig({ platform: 'linux/amd64' })).toMatchObject({ code: 0 })
  })

  test('knows no other platform, version or tenant', async () => {
    expect(await describeConfig({ platform: 'linux/arm64' })).toMatchObject({ status: 400, code: 30000 })
    expect(await describeConfig({ imageVersion: '9' })).toMatchObject({ code: 30000, msg: 'record not found' })
    expect(await describeConfig({ platform: 'arm64' })).toMatchObject({ status: 400, code: 20001 })
    const other = await console_.call('image/describeImageConfig', image, { uid: 2 })
    expect(other).toMatchObject({ code: 30000, msg: 'record not found' })
  })

  test('says so where the registry has lost the image', async () => {
    const { client } = console_.app.registry
    const head = await client.headManifest('apulisedge/acme/app', '1')
    await client.deleteManifest('apulisedge/acme/app', head?.digest ?? '')
    expect(await describeConfig()).toMatchObject({ status: 502, code: 40000 })
  })
})
