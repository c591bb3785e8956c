import type { ComponentType, ReactNode } from 'react'

export interface PaletteItem {
  id: string
  Icon: ComponentType<{ fontSize?: 'small' }>
  label: string
  /** A state, a kind or a key, at the end of the line. */
  beside?: ReactNode
  /** Where it leads, or else what it does. */
  href?: string
  run?: () => void
  /** The palette stays open: what it does goes on there. */
  stays?: true
}

export interface PaletteGroup {
  id: string
  label: string
  items: readonly PaletteItem[]
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** The items whose labels have all the words, those that begin with the first one first. */
export function matchingItems(items: readonly PaletteItem[], words: readonly string[]): PaletteItem[] {
  const [first = ''] = words
  const begins = ({ label }: PaletteItem) => label.toLowerCase().startsWith(first)
  const matching = items.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
  return [...matching.filter(begins), ...matching.filter((item) => !begins(item))]
}

/** The text cut where the words are in it; what was searched for is marked. */
export function markWords(text: string, words: readonly string[]): { part: string; marked: boolean }[] {
  if (words.length === 0) return [{ part: text, marked: false }]
  const escaped = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return text
    .split(new RegExp(`(${escaped.join('|')})`, 'i'))
    .map((part, index) => ({ part, marked: index % 2 === 1 }))
    .filter(({ part }) => part !== '')
}
