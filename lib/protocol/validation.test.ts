import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from './errors'
import { freeText, listInput, parseOrInvalid, recordName } from './validation'

const isValid = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

describe('recordName', () => {
  it.each([
    'a',
    '边缘节点 一号',
    ' leading and trailing ',
    `it's "quoted" <b>$(x)</b>`,
    'x'.repeat(255),
    '字'.repeat(255),
    '😀'.repeat(255),
    '👩‍👩‍👧‍👦',
    'é',
  ])('takes %j', (name) => expect(isValid(recordName, name)).toBe(true))

  it.each([
    ['nothing', ''],
    ['256 characters', 'x'.repeat(256)],
    ['256 code points beyond the BMP', '😀'.repeat(256)],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\x7fb'],
    ['a C1 control', 'a\x85b'],
    ['a lone high surrogate', 'a\ud800b'],
    ['a lone low surrogate', '\udc00'],
    ['halves in the wrong order', '\ude00\ud83d'],
    ['a number', 7],
    ['null', null],
    ['an object', { toString: () => 'a' }],
  ])('refuses %s', (_, name) => expect(isValid(recordName, name)).toBe(false))

  it('says what is wrong', () => {
    const messages = (value: unknown) => recordName.safeParse(value).error?.issues.map((issue) => issue.message)
    expect(messages('')).toEqual(['must not be empty'])
    expect(messages('x'.repeat(256))).toEqual(['must have at most 255 characters'])
    expect(messages('a\nb')).toEqual(['must not contain control characters'])
    expect(messages('\ud800')).toEqual(['must be valid Unicode'])
  })
})

describe('freeText', () => {
  it('takes line breaks and nothing at all, but no NUL, no half characters and no novels', () => {
    expect(['', 'two\nlines\tand a tab', '字'.repeat(4096)].map((text) => isValid(freeText, text))).toEqual([
      true,
      true,
      true,
    ])
    expect(['a\0', '\ud800', 'x'.repeat(4097)].map((text) => isValid(freeText, text))).toEqual([false, false, false])
  })
})

describe('listInput', () => {
  const input = listInput(['id', 'name'])
  const page = { pageNum: 1, pageSize: 10 }

  it('takes a page, a search and an order', () => {
    const full = { ...page, search: '', sortBy: 'name', order: 'desc' }
    expect(input.parse({ ...full, unknown: 1 })).toEqual(full)
    expect(input.parse({ pageNum: 2 ** 31, pageSize: 1000 })).toEqual({ pageNum: 2 ** 31, pageSize: 1000 })
  })

  it.each([
    [{}],
    [{ pageNum: 1 }],
    [{ ...page, pageNum: 0 }],
    [{ ...page, pageNum: -1 }],
    [{ ...page, pageNum: 1.5 }],
    [{ ...page, pageNum: '1' }],
    [{ ...page, pageNum: 2 ** 53 }],
    [{ ...page, pageSize: 0 }],
    [{ ...page, pageSize: 1001 }],
    [{ ...page, sortBy: 'passwordHash' }],
    [{ ...page, sortBy: '__proto__' }],
    [{ ...page, order: 'up' }],
    [{ ...page, search: 5 }],
    [{ ...page, search: 'a\0' }],
    [{ ...page, search: 'x'.repeat(256) }],
  ])('refuses %j', (value) => expect(isValid(input, value)).toBe(false))
})

describe('parseOrInvalid', () => {
  const schema = z.object({ a: z.object({ b: z.array(z.int()) }), c: z.string() })
  const failure = (value: unknown, root: string) => {
    try {
      parseOrInvalid(schema, value, root)
    } catch (error) {
      if (error instanceof AppError) return error
    }
    throw new Error('it did not fail')
  }

  it('answers what was parsed', () => {
    expect(parseOrInvalid(schema, { a: { b: [1] }, c: 'x', d: 1 }, 'content')).toEqual({ a: { b: [1] }, c: 'x' })
  })

  it('names each field and what is wrong with it', () => {
    const { code, httpStatus, message } = failure({ a: { b: [1, 'x'] } }, 'content')
    expect([code, httpStatus]).toEqual([20001, 400])
    expect(message).toMatch(/^content\.a\.b\.1: .+; content\.c: .+/)
  })

  it('names the value itself by its root', () => {
    expect(failure(null, 'content').message).toMatch(/^content: /)
    expect(failure(7, '').message).toMatch(/^: |^Invalid|^expected/i)
  })

  it('does not answer a thousand mistakes one by one', () => {
    const { message } = failure({ a: { b: Array.from({ length: 1000 }, () => 'x') }, c: 'x' }, 'content')
    expect(message).toMatch(/; and 980 more$/)
    expect(message.length).toBeLessThan(3000)
  })
})
