import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { localeScript } from './locale-script'
import { chooseLocale, LANGUAGE_TAG, PENDING_ATTRIBUTE } from './locales'

const cases: [string | null, string[], 'en' | 'zh'][] = [
  [null, ['zh-CN', 'en'], 'zh'],
  [null, ['ZH'], 'zh'],
  [null, ['fr-FR', 'zh-TW', 'en'], 'zh'],
  [null, ['de', 'fr'], 'en'],
  [null, [], 'en'],
  ['en', ['zh-CN'], 'en'],
  ['zh', ['en'], 'zh'],
  ['tlh', ['zh'], 'zh'],
]

describe.each(cases)('with %j stored and %j preferred', (stored, preferred, expected) => {
  it('chooses the language', () => expect(chooseLocale(stored, preferred)).toBe(expected))

  it('is chosen the same before the first paint, which waits for what is not prerendered', () => {
    const attributes = new Map<string, string>()
    const documentElement = { lang: '', setAttribute: (name: string, value: string) => attributes.set(name, value) }
    runInNewContext(localeScript, {
      localStorage: { getItem: () => stored },
      navigator: { languages: preferred },
      document: { documentElement },
    })
    expect(documentElement.lang).toBe(LANGUAGE_TAG[expected])
    expect(attributes.has(PENDING_ATTRIBUTE)).toBe(expected !== 'en')
  })
})

it('chooses before the first paint where storage is forbidden', () => {
  const documentElement = { lang: '', setAttribute: () => undefined }
  const localStorage = {
    getItem: () => {
      throw new Error('forbidden')
    },
  }
  runInNewContext(localeScript, { localStorage, navigator: { languages: ['en'] }, document: { documentElement } })
  expect(documentElement.lang).toBe('en')
})
