import { describe, expect, it } from 'vitest'
import { describeRight, rightsIn } from './rights'
import { ACCOUNT, asked, grantsOf, MANIFEST_NAMESPACE, readRbac } from './testing/rbac'

describe('the roles of the manifests', () => {
  const objects = readRbac()
  const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
  const bindings = objects.filter(({ kind }) => kind.endsWith('Binding'))

  it('grant what the console asks for, no more and no less', () => {
    expect(grantsOf(roles).sort()).toEqual(asked(rightsIn(MANIFEST_NAMESPACE)).sort())
  })

  it('grant nothing twice, and nothing by *', () => {
    const grants = grantsOf(roles)
    expect(new Set(grants).size).toBe(grants.length)
    expect(JSON.stringify(roles.map(({ rules }) => rules))).not.toContain('"*"')
  })

  it('are each bound once, where they are, to the account of the console', () => {
    const subjects = [{ kind: 'ServiceAccount', ...ACCOUNT }]
    const bound = bindings.map(({ kind, metadata, roleRef, subjects: to }) => {
      expect(to).toEqual(subjects)
      return [`${kind.replace('Binding', '')}`, roleRef?.kind, roleRef?.name, metadata.namespace]
    })
    const wanted = roles.map(({ kind, metadata }) => [kind, kind, metadata.name, metadata.namespace])
    expect(bound.sort()).toEqual(wanted.sort())
  })
})

it('describes a right as an operator would write it', () => {
  const texts = rightsIn('shop').map((right) => describeRight(right))
  expect(texts).toContain('get secrets "tokensecret" in namespace kubeedge')
  expect(texts).toContain('get, create pods/exec in namespace shop')
  expect(texts).toContain('get, list nodes.metrics.k8s.io')
  expect(new Set(texts).size).toBe(texts.length)
})
