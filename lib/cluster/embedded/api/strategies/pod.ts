import type { PodObject, PodSpec } from '@/lib/cluster/kinds'
import { deepEqual } from '../../store/serialize'
import { fieldForbidden, type FieldError } from '../api-error'
import type { Strategy } from '../resources'
import { validatePodSpec } from '../validation/pod-spec'
import { defaultPodSpec, defaultRequests, defaultTolerations } from './pod-defaults'

const UPDATE_FORBIDDEN =
  'pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)'

export const podStrategy: Strategy<PodObject> = {
  prepareCreate(pod) {
    pod.spec ??= { containers: [] }
    pod.spec.containers ??= []
    pod.spec.serviceAccountName ??= 'default'
    pod.spec.enableServiceLinks ??= true
    pod.spec.priority ??= 0
    defaultPodSpec(pod.spec)
    defaultRequests(pod.spec)
    defaultTolerations(pod.spec)
    pod.status = { phase: 'Pending', qosClass: qosClass(pod.spec) }
  },
  defaults(pod) {
    defaultPodSpec(pod.spec)
  },
  prepareStatusUpdate(pod, old) {
    pod.spec = old.spec
    pod.status = { ...pod.status, qosClass: old.status?.qosClass ?? 'BestEffort' }
  },
  validate: (pod) => validatePodSpec(pod.spec, 'spec'),
  validateUpdate: (pod, old) => validatePodUpdate(pod.spec, old.spec),
  gracePeriodSeconds(pod) {
    if (!pod.spec.nodeName || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return 0
    return pod.spec.terminationGracePeriodSeconds ?? 30
  },
  fields: (pod) => ({
    'spec.nodeName': pod.spec?.nodeName ?? '',
    'spec.restartPolicy': pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? '',
    'status.phase': pod.status?.phase ?? '',
    'status.podIP': pod.status?.podIP ?? '',
  }),
}

function validatePodUpdate(spec: PodSpec, old: PodSpec): FieldError[] {
  const withoutImages = (source: PodSpec): PodSpec => ({
    ...source,
    containers: source.containers.map((container) => ({ ...container, image: '' })),
    tolerations: [],
  })
  const kept = (old.tolerations ?? []).every((toleration) =>
    (spec.tolerations ?? []).some((item) => deepEqual(item, toleration)),
  )
  if (kept && deepEqual(withoutImages(spec), withoutImages(old))) return []
  return [fieldForbidden('spec', UPDATE_FORBIDDEN)]
}

function qosClass(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const lists = spec.containers.map(({ resources = {} }) => ({
    requests: resources.requests ?? {},
    limits: resources.limits ?? {},
  }))
  if (lists.every(({ requests, limits }) => Object.keys(requests).length === 0 && Object.keys(limits).length === 0))
    return 'BestEffort'
  const guaranteed = lists.every(({ requests, limits }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
