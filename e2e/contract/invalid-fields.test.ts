import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { embeddedOperations, operations } from '@/lib/protocol/table'
import { suiteConsole } from '../harness/console'
import { variant } from '../harness/variant'
import { BAD, DEMO_OPERATIONS, goodContent, OPERATIONS, UPLOAD_OPERATIONS } from './operation-fields'

const theConsole = suiteConsole()
const all = [...OPERATIONS, ...(variant.kubeconfig === undefined ? DEMO_OPERATIONS : [])]

test('the table of operations has these and no others', () => {
  const written = [...OPERATIONS, ...DEMO_OPERATIONS].map(({ path }) => path).concat(UPLOAD_OPERATIONS)
  expect([...operations, ...embeddedOperations].map(({ path }) => path as string).sort()).toEqual(written.sort())
})

test.each(all)('$path is a change or a query as the protocol says', ({ path, change }) => {
  const found = [...operations, ...embeddedOperations].find((one) => one.path === path)
  expect(found?.kind).toBe(change ? 'change' : 'query')
})

test.each(all)('$path takes these fields and no others', ({ path, required, optional }) => {
  const found = [...operations, ...embeddedOperations].find((one) => one.path === path)
  if (found?.kind === 'upload' || !(found?.input instanceof z.ZodObject)) throw new Error(`${path} takes no object`)
  expect(Object.keys(found.input.shape).sort()).toEqual(Object.keys({ ...required, ...optional }).sort())
})

describe.each(all)('$path', (operation) => {
  const portal = () => theConsole().portal({ uid: 1 })

  const required = Object.keys(operation.required)
  if (required.length > 0) {
    test('names every required field that is missing', async () => {
      const { status, code, msg } = await portal().refusal(operation.path, {})
      expect({ status, code }).toEqual({ status: 400, code: 20001 })
      for (const field of required) expect(msg).toContain(`content.${field}: `)
    })
  }

  const fields = Object.entries({ ...operation.required, ...operation.optional })
  const cases = fields.flatMap(([field, type]) => BAD[type].map((value) => ({ field, value, shown: shown(value) })))
  test.each(cases)('refuses $field = $shown', async ({ field, value }) => {
    const content = { ...goodContent(operation), [field]: value }
    const { status, code, msg } = await portal().refusal(operation.path, content)
    expect({ status, code }, msg).toEqual({ status: 400, code: 20001 })
    expect(msg).toMatch(new RegExp(`(^|; )content\\.${field}[.:]`))
  })

  test('lets unknown fields pass', async () => {
    const content = { ...goodContent(operation), somethingNew: { deep: [1, null] } }
    const { body } = await portal().call(operation.path, content)
    expect((body as { content: { code: number } }).content.code).not.toBe(20001)
  })
})

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}… (${text.length})` : text
}
