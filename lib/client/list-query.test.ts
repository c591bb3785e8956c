import { describe, expect, it } from 'vitest'
import { isNarrowed, parseListQuery, toListInput, writeListQuery, type ListSpec } from './list-query'

const spec = {
  sortable: ['name', 'createAt'],
  filters: { status: ['Online', 'Offline'], arch: ['arm64'] },
} as const satisfies ListSpec

const parse = (text: string) => parseListQuery(spec, new URLSearchParams(text))
const rewrite = (text: string) => writeListQuery(spec, parse(text), new URLSearchParams(text)).toString()

describe('a list query in the address', () => {
  it('has defaults', () => {
    expect(parse('')).toEqual({ page: 1, size: 20, search: '', sortBy: undefined, order: 'asc', filters: {} })
  })

  it('reads everything', () => {
    expect(parse('page=3&size=50&search=a%2Fb&sort=name&order=desc&status=Online&arch=arm64')).toEqual({
      page: 3,
      size: 50,
      search: 'a/b',
      sortBy: 'name',
      order: 'desc',
      filters: { status: 'Online', arch: 'arm64' },
    })
  })

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=x',
    'page=9999999999999999999',
    'size=7',
    'size=',
    'sort=uid',
    'status=Nowhere',
  ])('takes %s as if it were absent', (text) => expect(parse(text)).toEqual(parse('')))

  it('survives being written and read', () => {
    const text = 'page=2&size=10&search=%E4%B8%8A%E6%B5%B7&sort=createAt&order=desc&status=Offline'
    expect(parse(rewrite(text))).toEqual(parse(text))
  })

  it('leaves defaults out, and parameters that are not its own in', () => {
    expect(rewrite('page=1&size=20&order=asc&name=edge%2Fa')).toBe('name=edge%2Fa')
    expect(rewrite('order=desc')).toBe('')
  })

  it('becomes the content of a list operation', () => {
    expect(JSON.parse(JSON.stringify(toListInput(parse('page=2&status=Online'))))).toEqual({
      pageNum: 2,
      pageSize: 20,
      status: 'Online',
    })
    expect(toListInput(parse('sort=name&order=desc&search=x'))).toMatchObject({
      sortBy: 'name',
      order: 'desc',
      search: 'x',
    })
  })

  it('is narrowed by search and filters, not by page and order', () => {
    expect(isNarrowed(parse('page=4&sort=name&size=10'))).toBe(false)
    expect(isNarrowed(parse('search=x'))).toBe(true)
    expect(isNarrowed(parse('status=Online'))).toBe(true)
  })
})
