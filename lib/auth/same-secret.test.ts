import { expect, test } from 'vitest'
import { isSameSecret } from './same-secret'

test.each([
  ['a secret', 'a secret', true],
  ['', '', true],
  ['a secret', 'a secreT', false],
  ['a secret', 'a secret of another length', false],
  ['', 'a secret', false],
  ['密码', '密码', true],
  ['密码', '密碼', false],
])('%j for %j: %s', (given, wanted, expected) => {
  expect(isSameSecret(given, wanted)).toBe(expected)
})
