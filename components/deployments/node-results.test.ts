import { describe, expect, it } from 'vitest'
import { readNodeResults } from './node-results'

describe('readNodeResults', () => {
  it('reads the outcome of each node', () => {
    const results = [
      { nodeName: 'edge-a', ok: true, reason: '', code: '' },
      { nodeName: 'edge-b', ok: false, reason: 'record not found', code: 'notFound' },
    ]
    expect(readNodeResults({ results })).toEqual(results)
  })

  it.each([
    undefined,
    null,
    'OK',
    7,
    [],
    {},
    { results: 'all' },
    { results: [null, 1, { nodeName: 'a' }, { ok: true }] },
  ])('finds nothing in %j', (data) => {
    expect(readNodeResults(data)).toEqual([])
  })

  it.each(['toString', 7, undefined, 'newer than this page'])('leaves the code %j to the words beside it', (code) => {
    const result = { nodeName: 'a', ok: false, reason: 'no', code }
    expect(readNodeResults({ results: [result] })).toEqual([{ ...result, code: '' }])
  })

  it('takes an outcome without a reason', () => {
    expect(readNodeResults({ results: [{ nodeName: 'a', ok: false }] })).toEqual([
      { nodeName: 'a', ok: false, reason: '', code: '' },
    ])
  })
})
