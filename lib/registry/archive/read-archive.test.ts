import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeDockerArchive, makeTar, type TarMember } from '@/lib/registry/testing/make-archive'
import { AppError, CODE } from '@/lib/protocol/errors'
import { tempDirs } from '@/lib/testing/temp-dir'
import { LIMITS, imagesOf, pieces } from '../testing/archives'
import { limitsFor } from './limits'
import { readArchive } from './read-archive'
import { containing } from '../testing/containing'

const tempDir = tempDirs('read-archive')
const sound = () => makeDockerArchive({ repoTags: ['demo/hello:1'], files: { hello: 'hello'.repeat(5000) } })

async function failureOf(bytes: Buffer, limits = LIMITS): Promise<{ code: number; message: string }> {
  const folder = await tempDir()
  const error: unknown = await imagesOf(bytes, folder, { limits }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('expected an AppError', { cause: error })
  return { code: error.code, message: error.message }
}

describe('what is no archive (30001)', () => {
  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('hello, world')],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(2000)])],
    ['noise', randomBytes(5000)],
    ['gzip of a text', gzipSync('hello, world')],
    ['gzip of noise', gzipSync(randomBytes(5000))],
    ['gzip of nothing', gzipSync('')],
  ])('%s', async (_, bytes) => {
    expect(await failureOf(bytes)).toMatchObject({ code: CODE.fileType, message: containing('neither') })
  })
})

describe('what is damaged (30003)', () => {
  test.each([0.3, 0.6, 0.9])('cut off after %f of it', async (share) => {
    const bytes = await sound()
    const cut = bytes.subarray(0, Math.floor((bytes.length * share) / 512) * 512 - 100)
    expect(await failureOf(cut)).toEqual({ code: CODE.badArchive, message: containing('cut off') })
  })

  test('a gzip that is cut off', async () => {
    const packed = gzipSync(await makeTar([{ header: { name: 'noise' }, content: randomBytes(100_000) }]))
    const failure = await failureOf(packed.subarray(0, packed.length / 2))
    expect(failure).toEqual({ code: CODE.badArchive, message: containing('cut off') })
  })

  test('a gzip with wrong bytes in it', async () => {
    const packed = gzipSync(await makeTar([{ header: { name: 'noise' }, content: randomBytes(100_000) }]))
    packed.fill(0xff, 50_000, 50_100)
    expect(await failureOf(packed)).toEqual({ code: CODE.badArchive, message: containing('damaged') })
  })

  test('a header with a wrong checksum', async () => {
    const bytes = await makeTar([
      { header: { name: 'a' }, content: 'a'.repeat(512) },
      { header: { name: 'b' }, content: 'b' },
    ])
    bytes.write('X', 1024)
    expect(await failureOf(bytes)).toEqual({ code: CODE.badArchive, message: containing('tar header') })
  })
})

describe('what is hostile (30003)', () => {
  const link = (name: string, linkname: string, type: 'symlink' | 'link' = 'symlink'): TarMember => {
    return { header: { name, linkname, type } }
  }
  test.each<[string, TarMember[], string]>([
    ['an entry above the root', [{ header: { name: '../evil' }, content: 'x' }], '../evil'],
    ['an entry that climbs out', [{ header: { name: 'a/../../evil' }, content: 'x' }], 'leads outside'],
    ['an absolute entry', [{ header: { name: '/etc/passwd' }, content: 'x' }], '/etc/passwd'],
    ['a link that leads outside', [link('a/b', '../../etc/passwd')], 'leads outside'],
    ['an absolute link', [link('a', '/etc/passwd')], 'leads outside'],
    ['a hard link that leads outside', [link('a', '../b', 'link')], 'leads outside'],
    ['links in a circle', [link('a', 'b'), link('b', 'c'), link('c', 'a')], 'circle'],
    ['a link to itself', [link('a', 'a')], 'circle'],
    ['a device', [{ header: { name: 'null', type: 'character-device' } }], 'no file'],
    [
      'one name twice',
      [
        { header: { name: 'manifest.json' }, content: '[]' },
        { header: { name: './manifest.json' }, content: '[]' },
      ],
      'two entries named manifest.json',
    ],
    [
      'a blob that is not what its name says',
      [{ header: { name: `blobs/sha256/${'a'.repeat(64)}` }, content: 'x' }],
      'another digest',
    ],
  ])('%s', async (_, members, sentence) => {
    const failure = await failureOf(await makeTar(members))
    expect(failure).toEqual({ code: CODE.badArchive, message: containing(sentence) })
  })

  test('too many entries', async () => {
    const members = Array.from({ length: 30 }, (_, i) => ({ header: { name: `f${i}` }, content: '' }))
    const failure = await failureOf(await makeTar(members), { ...LIMITS, maxEntries: 20 })
    expect(failure).toEqual({ code: CODE.badArchive, message: containing('more than 20 entries') })
  })

  test('a layer that unpacks to more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000))
    const bytes = await makeTar([{ header: { name: 'layer.tar' }, content: bomb }])
    const failure = await failureOf(bytes, limitsFor(1_000_000))
    expect(failure).toEqual({ code: CODE.badArchive, message: containing('more than 4000000 bytes') })
  })

  test('an archive that unpacks to more than the limit', async () => {
    const bytes = gzipSync(await makeTar([{ header: { name: 'zeros' }, content: Buffer.alloc(5_000_000) }]))
    const failure = await failureOf(bytes, limitsFor(1_000_000))
    expect(failure).toEqual({ code: CODE.badArchive, message: containing('more than 4000000 bytes') })
  })

  test('JSON that is too large to hold', async () => {
    const manifest = Buffer.from(`["${'x'.repeat(9 * 1024 * 1024)}"]`)
    const failure = await failureOf(await makeTar([{ header: { name: 'manifest.json' }, content: manifest }]))
    expect(failure).toEqual({ code: CODE.badArchive, message: containing('manifest.json is larger') })
  })
})

test('an error of the source itself is passed on, and the reading ends', async () => {
  const bytes = await sound()
  async function* breaking(): AsyncGenerator<Buffer> {
    yield* pieces(bytes.subarray(0, 8000))
    throw new Error('connection reset')
  }
  await expect(readArchive(breaking(), await tempDir(), LIMITS)).rejects.toThrow('connection reset')
})

test('a spool that cannot be written ends the reading', async () => {
  const folder = await tempDir()
  await mkdir(`${folder}/1`) // the first entry's place is taken
  const bytes = await makeTar([{ header: { name: 'a' }, content: 'a' }])
  await expect(readArchive(pieces(bytes), folder, LIMITS)).rejects.toThrow('EEXIST')
})
