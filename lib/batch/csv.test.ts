import { describe, expect, it } from 'vitest'
import { CsvError, readCsv } from './csv'

const LIMITS = { maxRecords: 100, maxFields: 8, maxFieldCharacters: 50 }

/** What is read where the bytes come in pieces of a size. */
async function read(text: string | Buffer, { limits = LIMITS, size = 3 } = {}) {
  const bytes = Buffer.from(text)
  const pieces = (function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  })()
  const records = []
  for await (const record of readCsv(asyncOf(pieces), limits)) records.push(record)
  return records
}

async function* asyncOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(value)
}

async function problemOf(text: string | Buffer, limits = LIMITS) {
  const error: unknown = await read(text, { limits }).catch((thrown: unknown) => thrown)
  if (!(error instanceof CsvError)) throw new Error('it was read without an error')
  return { line: error.line, problem: error.problem }
}

describe('readCsv', () => {
  it.each([
    ['LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line break at the end', 'a,b\n1,2'],
    ['a byte order mark', '\ufeffa,b\n1,2\n'],
    ['quotes that are not needed', '"a","b"\r\n"1","2"\r\n'],
  ])('reads lines with %s', async (_, text) => {
    for (const size of [1, 2, 1000]) {
      expect((await read(text, { size })).map(({ fields }) => fields)).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ])
    }
  })

  it('takes quoted fields as they are', async () => {
    const text = 'x,"say ""hi"", you","two\r\nlines",""\n" kept ",边缘,😀,\n'
    expect(await read(text, { size: 1 })).toEqual([
      { line: 1, fields: ['x', 'say "hi", you', 'two\r\nlines', ''] },
      { line: 3, fields: [' kept ', '边缘', '😀', ''] },
    ])
  })

  it('passes over empty lines, and counts them', async () => {
    expect(await read('\n\r\na\n\n\nb\n\n')).toEqual([
      { line: 3, fields: ['a'] },
      { line: 6, fields: ['b'] },
    ])
  })

  it('tells an empty field from an empty line', async () => {
    expect((await read('""\n,\n')).map(({ fields }) => fields)).toEqual([[''], ['', '']])
  })

  it('reads nothing from nothing', async () => {
    expect(await read('')).toEqual([])
  })

  it.each([
    ['a quote inside a field', 'a\nb"c,d\n', { line: 2, problem: 'strayQuote' }],
    ['text after a closing quote', 'a\n"b"c\n', { line: 2, problem: 'textAfterQuote' }],
    ['a quote that is never closed', 'a\nb,"c\nd\ne', { line: 2, problem: 'openQuote' }],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0x0a, 0xc3, 0x28]), { line: 2, problem: 'notUtf8' }],
    ['a character that is cut off', Buffer.from([0x61, 0xe8, 0xbe]), { line: 1, problem: 'notUtf8' }],
    ['UTF-16', Buffer.from('\ufeffname', 'utf16le'), { line: 1, problem: 'notUtf8' }],
    ['a line with too many fields', `a\n${','.repeat(8)}`, { line: 2, problem: 'tooManyFields' }],
    ['a field without an end', 'x'.repeat(51), { line: 1, problem: 'fieldTooLong' }],
  ])('refuses %s', async (_, text, expected) => {
    expect(await problemOf(text)).toEqual(expected)
  })

  it('reads no more lines than it may', async () => {
    expect(await problemOf('a\n'.repeat(101))).toEqual({ line: 101, problem: 'tooManyLines' })
    expect(await read('a\n'.repeat(100))).toHaveLength(100)
  })

  it.each([
    ['a field', 'x'.repeat(20), 3],
    ['a line', ',,,', 3],
  ])('stops asking for bytes once %s has no end', async (_, part, most) => {
    let asked = 0
    const endless = (function* () {
      for (;;) {
        asked += 1
        yield Buffer.from(part)
      }
    })()
    await expect(readCsv(asyncOf(endless), LIMITS).next()).rejects.toThrow(CsvError)
    expect(asked).toBe(most)
  })
})
