import path from 'node:path'
import { createTranslator } from 'next-intl'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { en as consoleEn } from './messages-en'
import { laterEn } from './messages-en-later'
import { zh } from './messages-zh'
import { literalTexts, messageUse, readSources, type SourceFile } from './testing/source-texts'

type Tree = { [key: string]: string | Tree }

const en = { ...consoleEn, ...laterEn }

/** Every text by its dotted key. */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

const english = flatten(en)
const chinese = flatten(zh)
const root = path.join(import.meta.dirname, '../..')
const sources = readSources(root, ['app', 'components', 'lib/client', 'lib/i18n'])

/** Names of what is filled in, tags included; what stands inside a plural's choices differs by language. */
function placeholders(text: string): string[] {
  const names: string[] = []
  let depth = 0
  for (const [index, character] of Array.from(text).entries()) {
    if (character === '{' && depth === 0)
      names.push(
        /^\w+/.exec(
          Array.from(text)
            .slice(index + 1)
            .join(''),
        )?.[0] ?? '',
      )
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
  }
  const tags = [...text.matchAll(/<(\w+)>/g)].map((match) => `<${match[1] ?? ''}>`)
  return [...new Set([...names, ...tags])].sort()
}

describe('the texts', () => {
  it('are there in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('are none of them empty', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  it('take the same values in both', () => {
    const different = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join(),
    )
    expect(different).toEqual([])
  })

  it.each([
    ['en', en],
    ['zh', zh],
  ] as const)('can all be formatted in %s', (locale, messages) => {
    const problems: string[] = []
    const t = createTranslator({ locale, messages, timeZone: 'UTC', onError: (error) => problems.push(error.message) })
    for (const [key, text] of flatten(messages)) {
      const names = placeholders(text).map((name) => name.replaceAll(/[<>]/g, ''))
      const isTag = (name: string) => text.includes(`<${name}>`)
      const values = Object.fromEntries(names.map((name) => [name, isTag(name) ? () => name : 3]))
      // The keys come from the messages themselves, which the type cannot follow.
      const shown = t.markup(key as Parameters<typeof t.markup>[0], values)
      if (/[{}]/.test(shown)) problems.push(`${key}: ${shown}`)
    }
    expect(problems).toEqual([])
  })

  it('are all used', () => {
    const uses = sources.map(messageUse)
    const unused = [...english.keys()].filter((full) => {
      const namespace = full.slice(0, full.indexOf('.'))
      const key = full.slice(namespace.length + 1)
      return !uses.some(({ namespaces, names }) => namespaces.includes(namespace) && names(key))
    })
    expect(unused).toEqual([])
  })

  it('are the only ones: no component has a text of its own', () => {
    expect(sources.flatMap(literalTexts)).toEqual([])
  })
})

describe('the search for literal texts', () => {
  const parse = (text: string): SourceFile => ({
    name: 'x.tsx',
    tree: ts.createSourceFile('x.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX),
  })

  it.each(['<p>Hello</p>', '<p>{"你好"}</p>', '<img alt="A node" />', '<Field label={"Name"} />', '<b title={`x`} />'])(
    'finds %s',
    (text) => expect(literalTexts(parse(text))).toHaveLength(1),
  )

  it.each(['<p>{t("hello")}</p>', '<p>/ – …</p>', '<a href="/nodes" />', '<img alt="" />', '<p>{1}</p>'])(
    'lets %s be',
    (text) => expect(literalTexts(parse(text))).toEqual([]),
  )
})

describe('the search for the use of keys', () => {
  const use = messageUse({
    name: 'x.tsx',
    tree: ts.createSourceFile(
      'x.tsx',
      "const t = useTranslations('nodes'); t('title'); t(`state.${s}`); const u = `${a}`",
      ts.ScriptTarget.Latest,
      true,
    ),
  })

  it('sees literal and composed keys', () => {
    expect(use.namespaces).toEqual(['nodes'])
    expect(use.names('title')).toBe(true)
    expect(use.names('state.Online')).toBe(true)
  })

  it('does not take what it does not see for used', () => {
    expect(use.names('other')).toBe(false)
    expect(use.names('state')).toBe(false)
  })
})
