import { describe, expect, it } from 'vitest'
import { isImageNamePart, nameProblem } from './names'

describe('nameProblem', () => {
  it.each(['a', '上海 车间/1 %?', 'x'.repeat(255), '🦀'.repeat(255)])('has nothing against %s', (name) => {
    expect(nameProblem(name)).toBeUndefined()
  })

  it.each([
    ['', 'empty'],
    ['x'.repeat(256), 'tooLong'],
    ['a\tb', 'control'],
    ['a\u007fb', 'control'],
    ['a\ud800b', 'control'],
  ] as const)('says what is wrong with %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem)
  })
})

describe('isImageNamePart', () => {
  it.each(['a', 'a1', 'my-org', 'my--org', 'a.b', 'a_b', 'a__b'])('takes %s', (name) => {
    expect(isImageNamePart(name)).toBe(true)
  })

  it.each(['', 'A', 'a b', '-a', 'a-', 'a..b', 'a___b', 'a/b', '组织', 'x'.repeat(256)])('refuses %j', (name) => {
    expect(isImageNamePart(name)).toBe(false)
  })
})
