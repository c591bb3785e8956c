import { describe, expect, it } from 'vitest'
import { readNodeResults, readRefusal } from './node-results'

describe('readNodeResults', () => {
  it('reads the outcome of each node', () => {
    const results = [
      { nodeName: 'edge-a', ok: true, reason: '' },
      { nodeName: 'edge-b', ok: false, reason: 'record not found' },
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

  it('takes an outcome without a reason', () => {
    expect(readNodeResults({ results: [{ nodeName: 'a', ok: false }] })).toEqual([
      { nodeName: 'a', ok: false, reason: '' },
    ])
  })
})

describe('readRefusal', () => {
  it('knows what the server says against a node', () => {
    expect(readRefusal('this version is on the node already')).toEqual({ key: 'present' })
    expect(readRefusal('the version does not run on arm64')).toEqual({ key: 'arch', arch: 'arm64' })
  })

  it.each(['', 'toString', 'something new'])('leaves %j in the words of the server', (text) => {
    expect(readRefusal(text)).toEqual({ key: 'other', text })
  })
})
