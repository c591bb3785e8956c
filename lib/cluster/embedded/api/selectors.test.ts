import { describe, expect, it } from 'vitest'
import { definitionOf } from './resources'
import { matchesRequirements, matchesSelector, objectFilter, parseLabelSelector, selectorText } from './selectors'

const labels = { env: 'prod', 'example.com/tier': 'web', empty: '' }

describe('a label selector', () => {
  it.each([
    ['env=prod', true],
    ['env==prod', true],
    ['env = test', false],
    ['env!=test', true],
    ['missing!=x', true],
    ['env in (test, prod)', true],
    ['env notin (test,prod)', false],
    ['missing notin (a)', true],
    ['example.com/tier', true],
    ['!missing', true],
    ['! env', false],
    ['empty=', true],
    ['env=prod,example.com/tier in (web),!missing', true],
    ['env=prod,missing', false],
    ['', true],
  ])('%s: %s', (text, expected) => {
    expect(matchesRequirements(parseLabelSelector(text), labels)).toBe(expected)
  })

  it.each(['a b c', 'a=b=c', 'a in b', 'in (a', '=b', 'a in (b) c', '-a=b'])('refuses %j', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ code: 400 }))
  })

  it('matches as a workload has it, and is written as text', () => {
    const selector = {
      matchLabels: { env: 'prod' },
      matchExpressions: [
        { key: 'empty', operator: 'Exists' as const },
        { key: 'tier', operator: 'NotIn' as const, values: ['b', 'a'] },
      ],
    }
    expect(matchesSelector(selector, labels)).toBe(true)
    expect(matchesSelector(selector, { env: 'prod' })).toBe(false)
    expect(matchesSelector(undefined, labels)).toBe(false)
    expect(selectorText(selector)).toBe('empty,env=prod,tier notin (a,b)')
  })
})

describe('a field selector', () => {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'p', uid: 'u' },
  }

  it('sees the fields of the kind', () => {
    const filter = (text: string) => objectFilter(definitionOf('events'), '', text)?.(event)
    expect(filter('involvedObject.name=p,involvedObject.kind==Pod')).toBe(true)
    expect(filter('involvedObject.uid!=u')).toBe(false)
    expect(filter('metadata.namespace=default')).toBe(true)
  })

  it('refuses a field that the kind does not offer', () => {
    expect(() => objectFilter(definitionOf('events'), '', 'count=1')).toThrow('field label not supported: count')
    expect(() => objectFilter(definitionOf('nodes'), '', 'metadata.namespace=a')).toThrow('field label not supported')
    expect(() => objectFilter(definitionOf('pods'), '', 'nonsense')).toThrow(expect.objectContaining({ code: 400 }))
  })
})
