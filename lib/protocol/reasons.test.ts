import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import en from '@/lib/i18n/messages/en/refusals.json'
import zh from '@/lib/i18n/messages/zh/refusals.json'
import { errorContent } from './envelope'
import { PROBLEMS } from './field-problems'
import { failure, REASONS, type Reason } from './reasons'
import { embeddedOperations, operations } from './table'

const named = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '')
const languages = [
  ['English', en],
  ['Chinese', zh],
] as const

/** Names of every field that an operation takes, wherever in its content. */
function fieldNames(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names
  if ('properties' in schema) for (const name of Object.keys(schema.properties as object)) names.add(name)
  for (const part of Object.values(schema)) fieldNames(part, names)
  return names
}

describe.each(languages)('%s', (_, texts) => {
  it('has a sentence for every reason, and for no other', () => {
    expect(Object.keys(texts.reason).sort()).toEqual(Object.keys(REASONS).sort())
  })

  it('names in each no more than the server tells', () => {
    const sentences: Record<string, string> = texts.reason
    const odd = Object.entries(REASONS).flatMap(([reason, [, text]]) =>
      named(sentences[reason] ?? '').filter((name) => !named(text).includes(name)),
    )
    expect(odd).toEqual([])
  })

  it('says everything that can be wrong with a field', () => {
    expect(Object.keys(texts.problem).sort()).toEqual(Object.keys(PROBLEMS).sort())
  })

  it('has a name for every field of every operation', () => {
    const inputs = [...operations, ...embeddedOperations].flatMap((one) => (one.kind === 'upload' ? [] : [one.input]))
    const schemas = inputs.map((input) => z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))
    const names = [...fieldNames(schemas)]
    expect(names.filter((name) => !Object.hasOwn(texts.field, name))).toEqual([])
  })
})

describe('a failure', () => {
  it('says it in words, and for programs', () => {
    const error = failure('nodeExists', { name: 'edge "a" $&' })
    expect(JSON.parse(errorContent(error))).toEqual({
      code: 30000,
      msg: 'a node named "edge "a" $&" exists already',
      data: { reason: 'nodeExists', params: { name: 'edge "a" $&' } },
    })
    expect(error.httpStatus).toBe(400)
  })

  it('fills in all that its text names', () => {
    const reasons = Object.keys(REASONS) as Reason[]
    const messages = reasons.map((reason) => {
      const values = Object.fromEntries(named(REASONS[reason][1]).map((name) => [name, 7]))
      return failure(reason, values as never).message
    })
    expect(messages.filter((message) => /[{}]|undefined/.test(message))).toEqual([])
  })
})

/** Where an error may be made that has neither a fixed text nor a reason; the pages say these by their code. */
const BY_CODE = new Set([
  'lib/protocol/errors.ts',
  'lib/protocol/reasons.ts',
  'lib/protocol/field-problems.ts',
  'lib/protocol/dispatch.ts',
  // 401 and unknown addresses.
  'lib/auth/auth.ts',
  'lib/auth/jwt.ts',
  'lib/auth/password-check.ts',
  'lib/auth/session-route.ts',
  'lib/nodes/join-route.ts',
  'lib/workloads/terminal-door.ts',
])

it('is how everything else is refused', () => {
  const root = path.join(import.meta.dirname, '../..')
  const sources = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join('lib', file))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !BY_CODE.has(file))
  const others = sources.filter((file) => readFileSync(path.join(root, file), 'utf8').includes('new AppError('))
  expect(others).toEqual([])
})
