import { describe, expect, it } from 'vitest'
import { nameProblem } from './names'

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
