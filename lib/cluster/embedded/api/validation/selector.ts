import type { LabelSelector, PodTemplate } from '@/lib/cluster/kinds'
import { fieldInvalid, fieldRequired, goStringMap, GoText, type FieldError } from '../api-error'
import { matchesSelector } from '../selectors'

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist']

function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
}

export function goSelector(selector: LabelSelector): GoText {
  const expressions = selector.matchExpressions?.length
    ? `[]v1.LabelSelectorRequirement{${selector.matchExpressions
        .map(
          ({ key, operator, values = [] }) =>
            `v1.LabelSelectorRequirement{Key:"${key}", Operator:"${operator}", Values:[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}}`,
        )
        .join(', ')}}`
    : '[]v1.LabelSelectorRequirement(nil)'
  return new GoText(
    `v1.LabelSelector{MatchLabels:${goStringMap(selector.matchLabels).text}, MatchExpressions:${expressions}}`,
  )
}

/** A workload's selector: there, not empty, and matching the labels of its own template. */
export function validateWorkloadSelector(selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (!selector) return [fieldRequired('spec.selector')]
  if (isEmptySelector(selector))
    return [fieldInvalid('spec.selector', goSelector(selector), `empty selector is invalid for ${kind}`)]
  return (selector.matchExpressions ?? []).flatMap(({ operator, values = [] }, index) => {
    const field = `spec.selector.matchExpressions[${index}]`
    if (!OPERATORS.includes(operator))
      return [fieldInvalid(`${field}.operator`, operator, 'not a valid selector operator')]
    const needsValues = operator === 'In' || operator === 'NotIn'
    if (needsValues && values.length === 0)
      return [fieldRequired(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
    return []
  })
}

export function validateTemplateLabels(selector: LabelSelector | undefined, template: PodTemplate): FieldError[] {
  const labels = template.metadata?.labels
  if (selector && (isEmptySelector(selector) || matchesSelector(selector, labels))) return []
  return [
    fieldInvalid('spec.template.metadata.labels', goStringMap(labels), '`selector` does not match template `labels`'),
  ]
}
