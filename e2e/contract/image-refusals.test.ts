import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeTar, sha256Hex, type TarMember } from '@/lib/registry/testing/make-archive'
import { waitFor } from '@/lib/testing/wait'
import { file, imageArchive, imageFiles, imageMembers, type ManifestEntry } from '../harness/archive'
import { suiteConsole } from '../harness/console'
import { tagsWithSkopeo } from '../harness/skopeo'
import { breakOffUpload, formBytes, refusedUpload, uploaded } from '../harness/upload'

const MAX_UPLOAD_BYTES = 20_000_000
const theConsole = suiteConsole({ env: { MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) } })
const portal = () => theConsole().portal({ uid: 1 })
const orgName = 'refusals'

beforeAll(() => portal().ok('image/createOrg', { orgName }))

const spooled = () => readdir(path.join(theConsole().dataDir, 'spool')).catch(() => [])

/** The members of a good archive, changed. */
async function changed(change: (members: TarMember[], names: ManifestEntry) => TarMember[]): Promise<Buffer> {
  const options = { tags: ['bad:1'], salt: 'bad' }
  const { layerName, configName } = await imageFiles(options)
  return makeTar(
    change(await imageMembers(options), { Config: configName, RepoTags: options.tags, Layers: [layerName] }),
  )
}

const without = (name: (names: ManifestEntry) => string) => () =>
  changed((members, names) => members.filter(({ header }) => header.name !== name(names)))
const withManifest = (manifest: (names: ManifestEntry) => unknown) => () =>
  changed((members, names) => [...members.slice(0, 2), file('manifest.json', manifest(names) as object)])
const withMember = (member: TarMember) => () => changed((members) => [...members, member])
const link = (type: 'symlink' | 'link', name: string, linkname: string): TarMember => ({
  header: { name, type, linkname },
})

/** Neither a tar nor a gzipped tar: 30001. */
const noArchive: [string, () => Buffer | Promise<Buffer>][] = [
  ['an empty file', () => Buffer.alloc(0)],
  ['one byte', () => Buffer.from('x')],
  ['a text', () => Buffer.from('hello '.repeat(1000))],
  ['random bytes', () => randomBytes(100_000)],
  ['a zip that is called .tar', () => Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(4000)])],
  ['a gzipped text', () => gzipSync('hello '.repeat(1000))],
]

/** Cannot be read, or lacks what an image needs: 30003. */
const badArchives: [string, () => Buffer | Promise<Buffer>][] = [
  ['a tar that is cut off in a member', async () => (await imageArchive({ tags: ['bad:1'] })).subarray(0, 900)],
  ['a tar that is cut off in a header', async () => (await imageArchive({ tags: ['bad:1'] })).subarray(0, 2700)],
  ['a gzip that is cut off', async () => firstHalf(gzipSync(await imageArchive({ tags: ['bad:1'] })))],
  ['a gzip that is damaged', async () => damaged(gzipSync(await imageArchive({ tags: ['bad:1'] }), { level: 0 }), 700)],
  ['a header that is damaged', async () => damaged(await imageArchive({ tags: ['bad:1'] }), 2100)],
  ['an empty tar', () => makeTar([])],
  ['a tar of something else', () => makeTar([file('README.md', 'hello')])],
  ['a manifest.json that is no JSON', withManifest(() => 'no JSON')],
  ['a manifest.json of another shape', withManifest(() => ({ Config: 1 }))],
  ['an empty manifest.json', withManifest(() => [])],
  ['no tag', withManifest((names) => [{ ...names, RepoTags: [] }])],
  ['null for tags', withManifest((names) => [{ ...names, RepoTags: null }])],
  ['a tag that is no reference', withManifest((names) => [{ ...names, RepoTags: ['NOT a Reference!!'] }])],
  ['a tag that leads outside', withManifest((names) => [{ ...names, RepoTags: ['../../etc/passwd:1'] }])],
  ['a layer that is missing', without((names) => names.Layers[0] ?? '')],
  ['a configuration that is missing', without((names) => names.Config)],
  ['fewer layers than the configuration says', withManifest((names) => [{ ...names, Layers: [] }])],
  [
    'a layer of another digest',
    () =>
      changed((members) => members.map((member, i) => (i === 0 ? { ...member, content: Buffer.alloc(2048) } : member))),
  ],
  [
    'a configuration of another digest',
    () =>
      changed((members) => members.map((member, i) => (i === 1 ? { ...member, content: '{"os":"linux"}' } : member))),
  ],
  ['a layer that is no tar', async () => withLayer(Buffer.from('no tar at all'))],
  ['an entry that leads outside', withMember(file('../outside', 'x'))],
  ['an entry that leads outside half way', withMember(file('a/../../outside', 'x'))],
  ['an entry with an absolute path', withMember(file('/etc/console-was-here', 'x'))],
  ['a symlink with an absolute path', withMember(link('symlink', 'a', '/etc/passwd'))],
  ['a symlink that leads outside', withMember(link('symlink', 'a/b', '../../outside'))],
  ['a hard link that leads outside', withMember(link('link', 'a/b', '../outside'))],
  ['a layer that is a link to outside', () => linkedLayer('../../../../etc/passwd')],
  ['links in a circle', () => changed((members) => [...members, link('symlink', 'a', 'b'), link('symlink', 'b', 'a')])],
  ['a device', withMember({ header: { name: 'dev', type: 'character-device' } })],
  ['a pipe', withMember({ header: { name: 'pipe', type: 'fifo' } })],
  ['two members of one name', withMember(file('manifest.json', '[]'))],
]

const firstHalf = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)

function damaged(archive: Buffer, at: number): Buffer {
  const copy = Buffer.from(archive)
  copy.fill(0xff, at, at + 8)
  return copy
}

async function withLayer(layer: Buffer): Promise<Buffer> {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256Hex(layer)}`] },
  })
  const configName = `${sha256Hex(config)}.json`
  const manifest = [{ Config: configName, RepoTags: ['bad:1'], Layers: ['l/layer.tar'] }]
  return makeTar([file('l/layer.tar', layer), file(configName, config), file('manifest.json', manifest)])
}

const linkedLayer = (target: string) =>
  changed((members, names) => [link('symlink', names.Layers[0] ?? '', target), ...members.slice(1)])

describe('a file that is refused', () => {
  test.each(noArchive)('%s: 30001', async (_, make) => {
    const { status, code, msg } = await refusedUpload(portal(), { orgName, archive: await make() })
    expect({ status, code }, msg).toEqual({ status: 400, code: 30001 })
    expect(msg).not.toBe('')
  })

  test.each(badArchives)('%s: 30003', async (_, make) => {
    const archive = await make()
    for (const bytes of [archive, archive[0] === 0x1f ? archive : gzipSync(archive)]) {
      const { status, code, msg } = await refusedUpload(portal(), { orgName, archive: bytes })
      expect({ status, code }, msg).toEqual({ status: 400, code: 30003 })
      expect(msg).not.toBe('')
    }
  })

  test('leaves neither a record, nor a file, nor an image', async () => {
    expect((await portal().ok('image/listImage', { pageNum: 1, pageSize: 10, orgName })).total).toBe(0)
    expect(await spooled()).toEqual([])
    expect(existsSync('/etc/console-was-here')).toBe(false)
    expect(await tagsWithSkopeo(`${theConsole().registryHost}/apulisedge/${orgName}/bad`).catch(() => [])).toEqual([])
  })
})

describe('a file that is too large', () => {
  test('is refused with 413 and 30006, at once where its length says so', async () => {
    const archive = Buffer.alloc(MAX_UPLOAD_BYTES * 3, 1)
    const refusal = await refusedUpload(portal(), { orgName, archive })
    expect(refusal).toMatchObject({ status: 413, code: 30006 })
  })

  test('is refused when the limit is passed by a little', async () => {
    const members = await imageMembers({ tags: ['too-large:1'] })
    const archive = await makeTar([...members, file('padding', randomBytes(MAX_UPLOAD_BYTES - 4000))])
    expect(archive.length).toBeGreaterThan(MAX_UPLOAD_BYTES)
    expect(await refusedUpload(portal(), { orgName, archive })).toMatchObject({ status: 413, code: 30006 })
    expect((await portal().ok('image/listImage', { pageNum: 1, pageSize: 10, orgName })).total).toBe(0)
  })

  test('is taken just below the limit', async () => {
    const members = await imageMembers({ tags: ['just-fits:1'] })
    const archive = await makeTar([...members, file('padding', randomBytes(MAX_UPLOAD_BYTES - 20_000))])
    expect(archive.length).toBeLessThanOrEqual(MAX_UPLOAD_BYTES)
    await uploaded(portal(), { orgName, archive })
  })

  test('unpacked is refused: a small file of zeros', async () => {
    const bomb = gzipSync(
      Buffer.concat([
        await imageArchive({ tags: ['bomb:1'] }).then((tar) => tar.subarray(0, -1024)),
        await makeTar([file('zeros', Buffer.alloc(100_000_000))]),
      ]),
    )
    expect(bomb.length).toBeLessThan(MAX_UPLOAD_BYTES / 10)
    expect(await refusedUpload(portal(), { orgName, archive: bomb })).toMatchObject({ status: 400, code: 30003 })
  })

  test('leaves nothing behind', async () => {
    await waitFor(async () => (await spooled()).length === 0, { what: 'the spool is empty' })
  })
})

describe('an upload that breaks off', () => {
  test.each([0.02, 0.3, 0.7, 0.999])('after %f of it leaves nothing behind', async (part) => {
    const members = await imageMembers({ tags: ['half:1'], salt: 'half' })
    const archive = await makeTar([file('padding', randomBytes(5_000_000)), ...members])
    const form = formBytes(orgName, archive)
    await breakOffUpload(portal(), form, Math.floor(form.length * part))
    await waitFor(async () => (await spooled()).length === 0, { what: 'the spool is empty' })
    expect((await portal().ok('image/listImage', { pageNum: 1, pageSize: 10, orgName, search: 'half' })).total).toBe(0)
    expect(await tagsWithSkopeo(`${theConsole().registryHost}/apulisedge/${orgName}/half`).catch(() => [])).toEqual([])
  })

  test('does not keep the next one out', async () => {
    await uploaded(portal(), { orgName, archive: await imageArchive({ tags: ['half:1'], salt: 'half' }) })
    expect((await portal().ok('image/describeImage', { orgName, imageName: 'half' })).image.versionCount).toBe(1)
  })
})
