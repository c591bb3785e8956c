import { describe, expect, it } from 'vitest'
import { applyJsonPatch, applyMergePatch } from './json-patch'
import { applyStrategicMerge } from './strategic-merge'

describe('merge patch (RFC 7386)', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    ['text', { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result)
  })
})

describe('JSON patch (RFC 6902)', () => {
  it.each([
    [{ a: [1, 2] }, [{ op: 'add', path: '/a/1', value: 9 }], { a: [1, 9, 2] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: 1, b: 2 }, [{ op: 'move', from: '/a', path: '/c' }], { b: 2, c: 1 }],
    [{ a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [
      { 'x/y': 1, 'm~n': 2 },
      [
        { op: 'remove', path: '/x~1y' },
        { op: 'replace', path: '/m~0n', value: 3 },
      ],
      { 'm~n': 3 },
    ],
  ])('of %j by %j', (target, patch, result) => {
    expect(applyJsonPatch(target, patch)).toEqual(result)
  })

  it.each([
    [[{ op: 'remove', path: '/none' }]],
    [[{ op: 'replace', path: '/none', value: 1 }]],
    [[{ op: 'test', path: '/a', value: 2 }]],
    [[{ op: 'add', path: '/a/b', value: 2 }]],
    [[{ op: 'add', path: 'a', value: 2 }]],
    [[{ op: 'add', path: '/b' }]],
    [['nonsense']],
  ])('refuses %j', (patch) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(expect.objectContaining({ code: 422 }))
  })

  it('leaves the document alone when an operation fails', () => {
    const document = { a: 1 }
    expect(() =>
      applyJsonPatch(document, [
        { op: 'replace', path: '/a', value: 2 },
        { op: 'test', path: '/a', value: 1 },
      ]),
    ).toThrow()
    expect(document).toEqual({ a: 1 })
  })

  it('does not reach the prototype', () => {
    expect(() => applyJsonPatch({}, [{ op: 'add', path: '/__proto__/polluted', value: true }])).toThrow()
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('strategic merge patch', () => {
  const pod = {
    spec: {
      containers: [
        { name: 'a', image: '1', ports: [{ containerPort: 80 }] },
        { name: 'b', image: '2' },
      ],
      tolerations: [{ key: 'x' }],
    },
  }

  it('merges lists by their key and replaces the others', () => {
    const patch = { spec: { containers: [{ name: 'a', image: '9' }], tolerations: [{ key: 'y' }] } }
    expect(applyStrategicMerge(pod, patch)).toEqual({
      spec: {
        containers: [
          { name: 'a', image: '9', ports: [{ containerPort: 80 }] },
          { name: 'b', image: '2' },
        ],
        tolerations: [{ key: 'y' }],
      },
    })
  })

  it('follows the directives of kubectl', () => {
    const patch = {
      spec: {
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
        containers: [
          { name: 'c', image: '3' },
          { $patch: 'delete', name: 'b' },
        ],
      },
      metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] },
    }
    const result = applyStrategicMerge({ ...pod, metadata: { finalizers: ['x', 'y'] } }, patch)
    expect(result).toMatchObject({
      spec: { containers: [{ name: 'c' }, { name: 'a' }] },
      metadata: { finalizers: ['y'] },
    })
    expect(applyStrategicMerge({ s: { type: 'A', a: 1 } }, { s: { $retainKeys: ['type'], type: 'B' } })).toEqual({
      s: { type: 'B' },
    })
    expect(applyStrategicMerge({ s: { a: 1 } }, { s: { $patch: 'replace', b: 2 } })).toEqual({ s: { b: 2 } })
  })

  it('refuses list items without their key', () => {
    expect(() => applyStrategicMerge(pod, { spec: { containers: [{ image: 'x' }] } })).toThrow(/merge key: name/)
  })
})
