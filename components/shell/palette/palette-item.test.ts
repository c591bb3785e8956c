import { describe, expect, it } from 'vitest'
import { markWords, matchingItems, wordsOf } from './palette-item'

const items = ['Go to nodes', 'Register node', 'Node types', 'Sign out'].map((label) => ({
  id: label,
  label,
  Icon: () => null,
}))
const found = (text: string) => matchingItems(items, wordsOf(text)).map(({ label }) => label)

describe('what was typed', () => {
  it.each([
    ['node', ['Node types', 'Go to nodes', 'Register node']],
    ['  NODE   reg ', ['Register node']],
    ['out', ['Sign out']],
    ['nothing', []],
  ])('%j finds %j', (text, expected) => expect(found(text)).toEqual(expected))

  it('finds all where nothing was', () => expect(found('  ')).toHaveLength(4))
})

describe('the marks', () => {
  const marked = (text: string, typed: string) =>
    markWords(text, wordsOf(typed))
      .map(({ part, marked: is }) => (is ? `[${part}]` : part))
      .join('')

  it.each([
    ['edge-till-1', 'TILL', 'edge-[till]-1'],
    ['till', 'till', '[till]'],
    ['a.b', '.', 'a[.]b'],
    ['till of tillers', 'till tillers', '[till] of [tillers]'],
    ['北京门店', '门店', '北京[门店]'],
    ['plain', '', 'plain'],
    ['plain', 'x', 'plain'],
  ])('%j, %j: %j', (text, typed, expected) => expect(marked(text, typed)).toBe(expected))
})
