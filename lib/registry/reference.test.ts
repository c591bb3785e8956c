import { describe, expect, test } from 'vitest'
import { baseName, isDigest, isPathComponent, isRepository, isTag, parseReference } from './reference'

const digest = `sha256:${'a'.repeat(64)}`

describe('parseReference', () => {
  test.each([
    ['nginx', { registry: undefined, repository: 'nginx', tag: undefined, digest: undefined }],
    ['nginx:1.25', { registry: undefined, repository: 'nginx', tag: '1.25', digest: undefined }],
    ['library/nginx:1', { registry: undefined, repository: 'library/nginx', tag: '1', digest: undefined }],
    ['localhost/nginx', { registry: 'localhost', repository: 'nginx', tag: undefined, digest: undefined }],
    ['reg:5000/a/b:t', { registry: 'reg:5000', repository: 'a/b', tag: 't', digest: undefined }],
    ['[::1]:5000/a:t', { registry: '[::1]:5000', repository: 'a', tag: 't', digest: undefined }],
    [`reg.io/a/b@${digest}`, { registry: 'reg.io', repository: 'a/b', tag: undefined, digest }],
    [`reg.io/a:v1@${digest}`, { registry: 'reg.io', repository: 'a', tag: 'v1', digest }],
  ])('reads %s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected)
  })

  test.each([
    '',
    'Upper/case',
    'a//b',
    '/a',
    'a/',
    'a:',
    'a:-t',
    `a:${'t'.repeat(129)}`,
    'a@sha256:12',
    `a@md5:${'a'.repeat(32)}`,
    'a..b',
    '../a',
    'a b',
    'reg.io:port/a',
    `${'a/'.repeat(128)}a`,
  ])('refuses %j', (text) => {
    expect(parseReference(text)).toBeUndefined()
  })
})

test.each([
  ['demo', true],
  ['a-b_c.d__e', true],
  ['a---b', true],
  ['a___b', false],
  ['-a', false],
  ['a.', false],
  ['A', false],
  ['a/b', false],
  ['中文', false],
  ['a'.repeat(256), false],
])('isPathComponent(%j) is %s', (text, expected) => {
  expect(isPathComponent(text)).toBe(expected)
})

test('a long run of separators is judged quickly', () => {
  const started = performance.now()
  expect(isPathComponent(`a${'-'.repeat(200)}!`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(50)
})

test('the other parts', () => {
  expect(isTag('v1.0-rc_1')).toBe(true)
  expect(isTag('a b')).toBe(false)
  expect(isDigest(digest)).toBe(true)
  expect(isDigest(digest.toUpperCase())).toBe(false)
  expect(isRepository('a/b/c')).toBe(true)
  expect(isRepository('a/../c')).toBe(false)
  expect(baseName('a/b/nginx')).toBe('nginx')
  expect(baseName('nginx')).toBe('nginx')
})
