import type { DeploymentObject, IntOrPercent, ReplicaSetObject } from '@/lib/cluster/kinds'
import { deepEqual } from '../../store/serialize'
import { fieldInvalid, fieldNotSupported, fieldRequired, GoText, type FieldError } from '../api-error'
import type { Strategy } from '../resources'
import { validateLabels } from '../validation/names'
import { validateNonNegative } from '../validation/numbers'
import { validatePodSpec } from '../validation/pod-spec'
import { goSelector, validateTemplateLabels, validateWorkloadSelector } from '../validation/selector'
import { defaultTemplate } from './pod-defaults'

export const deploymentStrategy: Strategy<DeploymentObject> = {
  hasGeneration: true,
  generationCountsAnnotations: true,
  prepareCreate(deployment) {
    deployment.status = {}
  },
  defaults(deployment) {
    deployment.spec = { ...deployment.spec }
    const { spec } = deployment
    spec.replicas ??= 1
    spec.template = defaultTemplate(spec.template)
    spec.strategy = defaultStrategy(spec.strategy)
    spec.revisionHistoryLimit ??= 10
    spec.progressDeadlineSeconds ??= 600
  },
  prepareUpdate(deployment, old) {
    deployment.status = old.status
  },
  prepareStatusUpdate(deployment, old) {
    deployment.spec = old.spec
    deployment.metadata.labels = old.metadata.labels
  },
  validate: validateDeployment,
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec.selector, old.spec.selector)
      ? []
      : [fieldInvalid('spec.selector', goSelector(spec.selector), 'field is immutable')],
}

function defaultStrategy(strategy: DeploymentObject['spec']['strategy']): DeploymentObject['spec']['strategy'] {
  const type = strategy?.type ?? 'RollingUpdate'
  if (type !== 'RollingUpdate') return { ...strategy, type }
  return { type, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...strategy?.rollingUpdate } }
}

function validateDeployment({ spec }: DeploymentObject): FieldError[] {
  const errors = [
    ...validateNonNegative(spec.replicas, 'spec.replicas'),
    ...validateWorkloadSelector(spec.selector, 'deployment'),
    ...validateLabels(spec.template.metadata?.labels, 'spec.template.metadata.labels'),
    ...validateTemplateLabels(spec.selector, spec.template),
    ...validatePodSpec(spec.template.spec, 'spec.template.spec'),
  ]
  if (
    spec.template.spec.restartPolicy !== 'Always' &&
    !errors.some(({ field }) => field === 'spec.template.spec.restartPolicy')
  ) {
    errors.push(fieldNotSupported('spec.template.spec.restartPolicy', spec.template.spec.restartPolicy, ['Always']))
  }
  errors.push(
    ...validateStrategy(spec.strategy),
    ...validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...validateNonNegative(spec.progressDeadlineSeconds, 'spec.progressDeadlineSeconds'),
  )
  if ((spec.progressDeadlineSeconds ?? 600) <= (spec.minReadySeconds ?? 0)) {
    errors.push(
      fieldInvalid(
        'spec.progressDeadlineSeconds',
        spec.progressDeadlineSeconds,
        'must be greater than minReadySeconds',
      ),
    )
  }
  return errors
}

const STRATEGIES = ['Recreate', 'RollingUpdate']

function validateStrategy(strategy: DeploymentObject['spec']['strategy']): FieldError[] {
  const type = strategy?.type ?? 'RollingUpdate'
  if (!STRATEGIES.includes(type)) {
    return [
      fieldNotSupported(
        'spec.strategy',
        new GoText(`apps.DeploymentStrategy{Type:${JSON.stringify(type)}}`),
        STRATEGIES,
      ),
    ]
  }
  if (type === 'Recreate') {
    if (!strategy?.rollingUpdate) return []
    return [
      {
        field: 'spec.strategy.rollingUpdate',
        reason: 'FieldValueForbidden',
        message: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
      },
    ]
  }
  const rolling = strategy?.rollingUpdate
  if (!rolling) return [fieldRequired('spec.strategy.rollingUpdate', 'this should be defaulted and never be nil')]
  const path = 'spec.strategy.rollingUpdate'
  const errors = [
    ...validateIntOrPercent(rolling.maxUnavailable, `${path}.maxUnavailable`),
    ...validateIntOrPercent(rolling.maxSurge, `${path}.maxSurge`),
  ]
  if (errors.length === 0 && amount(rolling.maxUnavailable) === 0 && amount(rolling.maxSurge) === 0) {
    errors.push(
      fieldInvalid(
        `${path}.maxUnavailable`,
        goIntOrString(rolling.maxUnavailable ?? 0),
        'may not be 0 when `maxSurge` is 0',
      ),
    )
  }
  return errors
}

function goIntOrString(value: IntOrPercent): GoText {
  const [type, int, text] = typeof value === 'number' ? [0, value, ''] : [1, 0, value]
  return new GoText(`intstr.IntOrString{Type:${type}, IntVal:${int}, StrVal:${JSON.stringify(text)}}`)
}

const amount = (value: IntOrPercent = 0): number => (typeof value === 'number' ? value : Number(value.replace('%', '')))

function validateIntOrPercent(value: IntOrPercent | undefined, field: string): FieldError[] {
  if (value === undefined) return []
  if (typeof value === 'number') return validateNonNegative(value, field)
  if (/^\d+%$/.test(value)) return []
  return [
    fieldInvalid(
      field,
      goIntOrString(value),
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ),
  ]
}

export const replicaSetStrategy: Strategy<ReplicaSetObject> = {
  hasGeneration: true,
  prepareCreate(replicaSet) {
    replicaSet.status = { replicas: 0 }
  },
  defaults(replicaSet) {
    replicaSet.spec = { ...replicaSet.spec }
    replicaSet.spec.replicas ??= 1
    replicaSet.spec.template = defaultTemplate(replicaSet.spec.template)
  },
  prepareUpdate(replicaSet, old) {
    replicaSet.status = old.status
  },
  prepareStatusUpdate(replicaSet, old) {
    replicaSet.spec = old.spec
  },
  validate: ({ spec }) => [
    ...validateNonNegative(spec.replicas, 'spec.replicas'),
    ...validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateWorkloadSelector(spec.selector, 'replicaset'),
    ...validateTemplateLabels(spec.selector, spec.template),
    ...validatePodSpec(spec.template.spec, 'spec.template.spec'),
  ],
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec.selector, old.spec.selector)
      ? []
      : [fieldInvalid('spec.selector', goSelector(spec.selector), 'field is immutable')],
  fields: (replicaSet) => ({ 'status.replicas': String(replicaSet.status?.replicas ?? 0) }),
}
