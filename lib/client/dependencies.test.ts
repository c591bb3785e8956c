import { describe, expect, it } from 'vitest'
import { dependsOn, kindsOf, operationKey, type ChangeKind } from './dependencies'

const kinds = (...wanted: ChangeKind[]) => new Set(wanted)

describe('what a change makes old', () => {
  it.each([
    ['node/listNode', ['node', 'deployment']],
    ['demo/stopVirtualNode', ['node']],
    ['image/listImage', ['image', 'application']],
    ['application/describeApplication', ['application', 'deployment']],
    ['application/deleteApplication', ['application']],
    ['application/listNodeDeploy', ['deployment', 'node']],
    ['application/listCanDeployNode', ['node', 'deployment']],
    ['nonsense', []],
  ])('%s depends on %j', (path, expected) => expect(kindsOf(path)).toEqual(expected))

  it('is found among the keys of the cache', () => {
    const key = operationKey('node/listNode', { pageNum: 1, pageSize: 20 })
    expect(dependsOn(key, kinds('node'))).toBe(true)
    expect(dependsOn(key, kinds('image', 'application'))).toBe(false)
    expect(dependsOn(key)).toBe(true)
  })

  it.each(['/api/session', undefined, [], ['other', 'node/listNode']])('never is %j', (key) => {
    expect(dependsOn(key, kinds('node'))).toBe(false)
    expect(dependsOn(key)).toBe(false)
  })
})
