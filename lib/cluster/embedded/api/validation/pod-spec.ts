import type { PodSpec, Toleration } from '@/lib/cluster/kinds'
import { fieldInvalid, fieldNotSupported, GoText, type FieldError } from '../api-error'
import { validateContainers } from './container'
import { subdomainProblems, validateLabels } from './names'
import { validateNonNegative } from './numbers'

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']

export function validatePodSpec(spec: PodSpec, path: string): FieldError[] {
  const errors = [
    ...(spec.initContainers?.length ? validateContainers(spec.initContainers, `${path}.initContainers`) : []),
    ...validateContainers(spec.containers, `${path}.containers`),
  ]
  if (spec.restartPolicy && !RESTART_POLICIES.includes(spec.restartPolicy)) {
    errors.push(fieldNotSupported(`${path}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES))
  }
  if (spec.dnsPolicy && !DNS_POLICIES.includes(spec.dnsPolicy)) {
    errors.push(fieldNotSupported(`${path}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES))
  }
  errors.push(
    ...validateNonNegative(spec.terminationGracePeriodSeconds, `${path}.terminationGracePeriodSeconds`),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validateHostNetwork(spec, path),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
  )
  if (spec.nodeName) {
    errors.push(
      ...subdomainProblems(spec.nodeName).map((problem) => fieldInvalid(`${path}.nodeName`, spec.nodeName, problem)),
    )
  }
  return errors
}

function validateHostNetwork(spec: PodSpec, path: string): FieldError[] {
  if (!spec.hostNetwork) return []
  return spec.containers.flatMap((container, index) =>
    (container.ports ?? []).flatMap((port, at) =>
      port.hostPort !== undefined && port.hostPort !== port.containerPort
        ? [
            fieldInvalid(
              `${path}.containers[${index}].ports[${at}].containerPort`,
              port.containerPort,
              'must match `hostPort` when `hostNetwork` is true',
            ),
          ]
        : [],
    ),
  )
}

function validateTolerations(tolerations: Toleration[], path: string): FieldError[] {
  return tolerations.flatMap((toleration, index) => {
    const field = `${path}[${index}]`
    const { key, operator, value, effect, tolerationSeconds } = toleration
    const errors: FieldError[] = []
    if (!key && operator !== 'Exists') {
      errors.push(
        fieldInvalid(
          `${field}.operator`,
          operator ?? '',
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      )
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(
        fieldInvalid(`${field}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      )
    }
    if (operator === 'Exists' && value) {
      errors.push(
        fieldInvalid(`${field}.operator`, goToleration(toleration), "value must be empty when `operator` is 'Exists'"),
      )
    } else if (operator && !['Equal', 'Exists'].includes(operator)) {
      errors.push(fieldNotSupported(`${field}.operator`, operator, ['Equal', 'Exists']))
    }
    if (effect && !['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) {
      errors.push(fieldNotSupported(`${field}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']))
    }
    return errors
  })
}

function goToleration({ key = '', operator = 'Exists', value = '', effect }: Toleration): GoText {
  return new GoText(
    `core.Toleration{Key:"${key}", Operator:"${operator}", Value:"${value}", Effect:"${effect ?? ''}", TolerationSeconds:(*int64)(nil)}`,
  )
}
