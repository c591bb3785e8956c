import type { KubeObject, LabelSelector, StringMap } from '@/lib/cluster/kinds'
import { badRequest } from './api-error'
import type { ResourceDefinition } from './resources'

export type Requirement =
  { key: string; operator: 'In' | 'NotIn'; values: string[] } | { key: string; operator: 'Exists' | 'DoesNotExist' }

/** Whether labels meet all requirements; NotIn is also met by labels without that key, as in Kubernetes. */
export function matchesRequirements(requirements: readonly Requirement[], labels: StringMap = {}): boolean {
  return requirements.every((requirement) => {
    const value = labels[requirement.key]
    switch (requirement.operator) {
      case 'In':
        return value !== undefined && requirement.values.includes(value)
      case 'NotIn':
        return value === undefined || !requirement.values.includes(value)
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
    }
  })
}

export function matchesSelector(selector: LabelSelector | undefined, labels: StringMap = {}): boolean {
  if (!selector) return false
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) =>
    matchesRequirements(
      [operator === 'In' || operator === 'NotIn' ? { key, operator, values } : { key, operator }],
      labels,
    ),
  )
}

/** The selector as text, as the scale subresource shows it. */
export function selectorText(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${[...values].sort().join(',')})`
  })
  return [...equal, ...expressions].sort().join(',')
}

const LABEL_NAME = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?'
const LABEL_VALUE = '[-A-Za-z0-9_.]*'
const SET = new RegExp(`^(${LABEL_NAME})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)
const EQUALITY = new RegExp(`^(${LABEL_NAME})\\s*(==|=|!=)\\s*(${LABEL_VALUE})$`)
const EXISTENCE = new RegExp(`^(!?)\\s*(${LABEL_NAME})$`)

/** Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws a 400 for what is none of these. */
export function parseLabelSelector(text: string): Requirement[] {
  return splitOutsideParentheses(text)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseRequirement)
}

function parseRequirement(part: string): Requirement {
  const set = SET.exec(part)
  if (set) {
    const values = (set[4] ?? '').split(',').map((value) => value.trim())
    return { key: set[1] ?? '', operator: set[3] === 'in' ? 'In' : 'NotIn', values }
  }
  const equality = EQUALITY.exec(part)
  if (equality)
    return { key: equality[1] ?? '', operator: equality[3] === '!=' ? 'NotIn' : 'In', values: [equality[4] ?? ''] }
  const existence = EXISTENCE.exec(part)
  if (existence) return { key: existence[2] ?? '', operator: existence[1] ? 'DoesNotExist' : 'Exists' }
  const found = part.split(/\s+/)[1] ?? part
  throw badRequest(`unable to parse requirement: found '${found}', expected: '=', '!=', '==', 'in', notin'`)
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

export type ObjectFilter = (object: KubeObject) => boolean

function fieldsOf(definition: ResourceDefinition, object: KubeObject): Record<string, string> {
  return {
    'metadata.name': object.metadata.name ?? '',
    ...(definition.namespaced ? { 'metadata.namespace': object.metadata.namespace ?? '' } : {}),
    ...definition.strategy.fields?.(object),
  }
}

const EMPTY: KubeObject = { apiVersion: '', kind: '', metadata: {} }

function parseFieldSelector(definition: ResourceDefinition, text: string): ObjectFilter {
  const known = Object.keys(fieldsOf(definition, EMPTY))
  const terms = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part)
      if (!match) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`)
      const [, field = '', operator, value = ''] = match
      if (!known.includes(field)) throw badRequest(unknownField(definition, field))
      return { field, value, wanted: operator !== '!=' }
    })
  return (object) => {
    const fields = fieldsOf(definition, object)
    return terms.every(({ field, value, wanted }) => (fields[field] === value) === wanted)
  }
}

function unknownField(definition: ResourceDefinition, field: string): string {
  if (!definition.strategy.fields) {
    return `"${field}" is not a known field selector: only "metadata.name"${definition.namespaced ? ', "metadata.namespace"' : ''}`
  }
  return `field label not supported: ${field}`
}

/** The filter of a list or watch; undefined where it lets everything through. */
export function objectFilter(
  definition: ResourceDefinition,
  labelSelector: string,
  fieldSelector: string,
): ObjectFilter | undefined {
  const requirements = labelSelector ? parseLabelSelector(labelSelector) : []
  const fields = fieldSelector ? parseFieldSelector(definition, fieldSelector) : undefined
  if (requirements.length === 0) return fields
  return (object) => matchesRequirements(requirements, object.metadata.labels) && (!fields || fields(object))
}
