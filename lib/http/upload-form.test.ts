import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { containing } from '@/lib/registry/testing/containing'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { InProcessConsole, formOf } from '@/lib/images/testing/console'
import { serve } from '@/lib/registry/testing/servers'
import { readUploadForm } from './upload-form'

describe('the form', () => {
  const MAX_UPLOAD_BYTES = 2_000_000
  let console_: InProcessConsole
  let bytes: Buffer
  beforeAll(async () => {
    console_ = await InProcessConsole.start({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) })
    bytes = await makeDockerArchive({ repoTags: ['a:1'], files: { noise: randomBytes(500_000) } })
    expect(await console_.call('image/createOrg', { orgName: 'mine' })).toMatchObject({ code: 0 })
  })
  afterAll(() => console_?.stop())
  const file = (content = bytes) => ({ bytes: content, name: 'a.tar' })

  test.each<[string, Parameters<typeof formOf>[0]]>([
    [
      'before the file',
      [
        ['orgName', 'mine'],
        ['file', { bytes: Buffer.alloc(0), name: '' }],
      ],
    ],
    [
      'after the file',
      [
        ['file', { bytes: Buffer.alloc(0), name: '' }],
        ['orgName', 'mine'],
      ],
    ],
  ])('orgName %s', async (_, fields) => {
    const filled = fields.map(
      ([name, value]) => [name, typeof value === 'string' ? value : file()] as (typeof fields)[number],
    )
    expect(await console_.upload(formOf(filled))).toMatchObject({ code: 0, data: "'a.tar' uploaded!" })
  })

  test.each<[string, () => Parameters<typeof formOf>[0], number, string]>([
    ['no file', () => [['orgName', 'mine']], 20001, 'file'],
    [
      'a text instead of the file',
      () => [
        ['orgName', 'mine'],
        ['file', 'text'],
      ],
      20001,
      'file',
    ],
    ['no orgName', () => [['file', file()]], 20001, 'orgName'],
    [
      'a bad orgName',
      () => [
        ['orgName', '../x'],
        ['file', file()],
      ],
      20001,
      'orgName',
    ],
    [
      'two files',
      () => [
        ['orgName', 'mine'],
        ['file', file()],
        ['file', file()],
      ],
      20001,
      'exactly one',
    ],
    [
      'a file in another field',
      () => [
        ['orgName', 'mine'],
        ['other', file()],
      ],
      20001,
      'in the field file',
    ],
    [
      'an org that is not there',
      () => [
        ['orgName', 'nobody'],
        ['file', file()],
      ],
      30000,
      'I don`t have this org',
    ],
    [
      'the same after the file',
      () => [
        ['file', file()],
        ['orgName', 'nobody'],
      ],
      30000,
      'I don`t have this org',
    ],
  ])('%s', async (_, fields, code, sentence) => {
    const answer = await console_.upload(formOf(fields()))
    expect(answer).toMatchObject({ code, msg: containing(sentence) })
    expect(await readdir(path.join(console_.dataDir, 'spool'))).toEqual([])
  })

  test('no form at all', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data']) {
      const answer = await console_.post('image/uploadImage', '{}', { uid: 1 }, { 'content-type': type })
      expect(answer).toMatchObject({ status: 400, code: 20001 })
    }
  })

  test('a form that breaks off', async () => {
    const head = '--B\r\nContent-Disposition: form-data; name="file"; filename="a.tar"\r\n\r\n'
    const body = Buffer.concat([Buffer.from(head), bytes.subarray(0, 100_000)])
    const type = { 'content-type': 'multipart/form-data; boundary=B' }
    const answer = await console_.post('image/uploadImage', new Uint8Array(body), { uid: 1 }, type)
    expect(answer).toMatchObject({ status: 400, code: 20001 })
    expect(await readdir(path.join(console_.dataDir, 'spool'))).toEqual([])
  })

  test('a file part without a type is a file', async () => {
    const head = '--B\r\nContent-Disposition: form-data; name="file"; filename="a.tar"\r\n\r\n'
    const tail = '\r\n--B\r\nContent-Disposition: form-data; name="orgName"\r\n\r\nmine\r\n--B--\r\n'
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)])
    const type = { 'content-type': 'multipart/form-data; boundary=B' }
    expect(await console_.post('image/uploadImage', new Uint8Array(body), { uid: 1 }, type)).toMatchObject({ code: 0 })
  })

  test('too large, said before the body and found while it comes', async () => {
    const large = await makeDockerArchive({ repoTags: ['a:1'], files: { noise: randomBytes(MAX_UPLOAD_BYTES) } })
    const known = await console_.upload(
      formOf([
        ['orgName', 'mine'],
        ['file', file(large)],
      ]),
    )
    expect(known).toMatchObject({ status: 413, code: 30006 })
    const encoded = new Response(
      formOf([
        ['orgName', 'mine'],
        ['file', file(large)],
      ]),
    )
    const type = { 'content-type': encoded.headers.get('content-type') ?? '' }
    const streamed = await console_.post('image/uploadImage', encoded.body ?? '', { uid: 1 }, type)
    expect(streamed).toMatchObject({ status: 413, code: 30006 })
    expect(await readdir(path.join(console_.dataDir, 'spool'))).toEqual([])
  })
})

test('a reader that gives the file up, and says why only when it has cleaned up, is heard', async () => {
  const refuse = async (bytes: AsyncIterable<Buffer>): Promise<never> => {
    for await (const chunk of bytes) if (chunk.length > 0) break
    await setImmediate() // by now the form knows that nobody reads its file
    throw new Error('this is no archive')
  }
  const reasons: unknown[] = []
  const server = await serve(async (request) => {
    await readUploadForm(request, { maxBytes: 2_000_000, takeFile: refuse }).catch((error: unknown) =>
      reasons.push(error),
    )
    return new Response('read')
  })
  try {
    const form = formOf([['file', { bytes: randomBytes(1_000_000), name: 'a.tar' }]])
    await fetch(server.url, { method: 'POST', body: form })
    expect(reasons).toEqual([new Error('this is no archive')])
  } finally {
    await server.stop()
  }
})
