import { describe, expect, it } from 'vitest'
import { cpuQuantity, memoryQuantity, parseQuantity, readQuantity } from './quantity'
import { NODES, PODS, DEPLOYMENTS, resourcePath } from './resources'

describe('parseQuantity', () => {
  it.each([
    ['4', 4],
    ['500m', 0.5],
    ['8048996Ki', 8048996 * 1024],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['2G', 2e9],
    ['1e3', 1000],
    ['12E', 12e18],
    ['.5', 0.5],
    ['1E3', 1000],
    ['-1', -1],
    ['+2k', 2000],
    ['100n', 1e-7],
    [' 3 ', 3],
    ['0', 0],
  ])('%s is %d', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value, 9))

  it.each(['', 'many', '4 cores', '1kb', '1.2.3', '.', 'Ki', '0x10', '1ki'])('%j is none', (text) => {
    expect(parseQuantity(text)).toBe(0)
    expect(readQuantity(text)).toBeUndefined()
  })

  // apimachinery's grammar has either an exponent or a suffix.
  it.each(['1e3Mi', '1 Gi', '--1', '1Gi2', 'NaN'])('%j is none', (text) => expect(readQuantity(text)).toBeUndefined())
})

describe('quantities', () => {
  it.each([
    [1, '1000m'],
    [0.5, '500m'],
    [0.1 + 0.2, '300m'],
    [0.0001, '1m'],
    [0.0015, '2m'],
    [100_000, '100000000m'],
  ])('%d cores are %s', (cores, quantity) => expect(cpuQuantity(cores)).toBe(quantity))

  it.each([
    [128, '128Mi'],
    [0.5, '512Ki'],
    [0.0001, '1Ki'],
    [1e9, '1000000000Mi'],
  ])('%d MiB are %s', (mebibytes, quantity) => expect(memoryQuantity(mebibytes)).toBe(quantity))

  it('mean what they were made from', () => {
    for (const cores of [0.001, 0.25, 3, 64]) expect(parseQuantity(cpuQuantity(cores))).toBeCloseTo(cores, 9)
    for (const size of [0.5, 1, 512, 1000.25])
      expect(parseQuantity(memoryQuantity(size))).toBeCloseTo(size * 2 ** 20, 0)
  })
})

describe('resourcePath', () => {
  it.each([
    [resourcePath(NODES), '/api/v1/nodes'],
    [resourcePath(NODES, undefined, 'node-1'), '/api/v1/nodes/node-1'],
    [resourcePath(NODES, 'ignored', 'node-1'), '/api/v1/nodes/node-1'],
    [resourcePath(PODS), '/api/v1/pods'],
    [resourcePath(DEPLOYMENTS, 'default', 'a'), '/apis/apps/v1/namespaces/default/deployments/a'],
    [resourcePath(PODS, 'default', '../../nodes/x'), '/api/v1/namespaces/default/pods/..%2F..%2Fnodes%2Fx'],
  ])('%s', (path, expected) => expect(path).toBe(expected))
})
