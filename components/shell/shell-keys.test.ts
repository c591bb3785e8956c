import { describe, expect, it } from 'vitest'
import { GO_MS, ShellKeyReader, type ShellKey } from './shell-keys'

const none = { ctrlKey: false, metaKey: false, altKey: false }

/** What the last of these keys asks for, pressed one after another. */
function press(keys: string, { free = true, pauseMs = 100 } = {}): ShellKey | undefined {
  const reader = new ShellKeyReader()
  let asked: ShellKey | undefined
  for (const [index, key] of keys.split(' ').entries()) {
    const [letter = '', modifier] = key.split('+').reverse()
    const press = { ...none, key: letter, ...(modifier !== undefined && { [`${modifier}Key`]: true }) }
    asked = reader.read(press, free, 1000 + index * pauseMs)
  }
  return asked
}

describe('the keys of the shell', () => {
  it.each<[string, ShellKey | undefined]>([
    ['g n', { go: '/nodes' }],
    ['g o', { go: '/' }],
    ['g g d', { go: '/deployments' }],
    ['g x', undefined],
    ['g x n', undefined],
    ['n', undefined],
    ['g ctrl+n', undefined],
    ['ctrl+g n', undefined],
    ['?', 'keys'],
    ['ctrl+k', 'palette'],
    ['meta+K', 'palette'],
    ['alt+k', undefined],
    ['k', undefined],
  ])('%s', (keys, expected) => expect(press(keys)).toEqual(expected))

  it('are letters while somebody is typing; only the palette comes up', () => {
    for (const keys of ['g n', '?']) expect(press(keys, { free: false })).toBeUndefined()
    expect(press('ctrl+k', { free: false })).toBe('palette')
  })

  it('do not wait for ever for the second', () => {
    expect(press('g n', { pauseMs: GO_MS - 1 })).toEqual({ go: '/nodes' })
    expect(press('g n', { pauseMs: GO_MS + 1 })).toBeUndefined()
  })
})
